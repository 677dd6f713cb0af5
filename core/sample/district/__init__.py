"""The sample year of the example district: complaints, courses, waste, a survey, and what its projects came to.

On 30 June one complaint is overdue, one is due that day and one the day after; two steps of projects are late.
"""

from core.sample.district import people, plan, services

MAKERS = (
    plan.steps,
    plan.holidays,
    plan.budget,
    services.complaints,
    services.survey,
    people.trainees,
    services.waste,
    plan.results,
    plan.signers,
    plan.remarks,
)
