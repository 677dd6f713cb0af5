"""One thing under several names: defined terms, letters large and small, sources of money."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from core.plan.check.advice import PlanAdvice
from core.plan.check.places import Passage, of_project, passages, spread
from core.plan.check.wording import squashed
from core.plan.model import Plan
from core.thai.words import words

_DEFINED = re.compile(r"“([ก-๎]+)”\s*หมายถึง")
_LATIN = re.compile(r"[A-Za-z]{2,}@?")

# A term of fewer words has no middle to lose without becoming another term.
FEWEST_WORDS = 4


def variants(plan: Plan) -> dict[str, str]:
    """What a term the plan defines would be with one inner word left out, with the term itself."""
    defined = {m for i in plan.indicators for m in _DEFINED.findall(i.definition)}
    found: dict[str, str] = {}
    for term in sorted(defined, key=len):
        parts = words(term)
        if len(parts) >= FEWEST_WORDS:
            for left_out in range(1, len(parts) - 1):
                found.setdefault("".join(parts[:left_out] + parts[left_out + 1 :]), term)
    return found


def defined_terms_are_kept(plan: Plan) -> Iterable[PlanAdvice]:
    """A term that a definition explains is written that way everywhere."""
    texts = [(p, "".join(p.text.split())) for p in passages(plan)]
    for variant, term in variants(plan).items():
        found = [p for p, text in texts if variant in text]
        if found:
            message = f"ใช้คำว่า {variant} ในที่ที่นิยามของแผนใช้ {term}"
            intention = f"น่าจะเป็นสิ่งเดียวกัน โปรดใช้ {term} ทุกแห่ง"
            yield PlanAdvice("term.variant", message, spread(found), intention, found[0].ref)


def latin_names_are_spelt_alike(plan: Plan) -> Iterable[PlanAdvice]:
    """A name in Latin letters is written in the same letters, large and small, everywhere."""
    texts = [(p, set(_LATIN.findall(p.text))) for p in passages(plan)]
    forms = Counter(form for _, found in texts for form in found)
    for usual in _usual_forms(forms):
        for form in (f for f in forms if f != usual and f.casefold() == usual.casefold()):
            found = [p for p, names in texts if form in names]
            message = f"เขียน {form} ในขณะที่แห่งอื่นเขียน {usual}"
            intention = "น่าจะเป็นชื่อเดียวกัน โปรดเลือกเขียนแบบเดียว"
            yield PlanAdvice("name.letters", message, spread(found), intention, found[0].ref)


def _usual_forms(forms: Counter[str]) -> Iterator[str]:
    for name in dict.fromkeys(form.casefold() for form in forms):
        same = [form for form in forms if form.casefold() == name]
        if len(same) > 1:
            yield max(same, key=lambda form: forms[form])


def sources_are_named_alike(plan: Plan) -> Iterable[PlanAdvice]:
    """One source of money has one name: neither is the other with a word more."""
    named = [p for p in plan.projects if p.source.strip("- ")]
    sources = sorted({p.source for p in named}, key=len)
    for number, short in enumerate(sources):
        for long in sources[number + 1 :]:
            if squashed(short) in squashed(long):
                found: list[Passage] = [of_project(p) for p in named if p.source == short]
                message = f"แหล่งงบประมาณเขียนว่า {short} ในขณะที่โครงการอื่นเขียน {long}"
                intention = "น่าจะเป็นแหล่งเดียวกัน โปรดเลือกใช้คำเดียว"
                yield PlanAdvice("source.variant", message, spread(found), intention, found[0].ref)
