"""How the forms of the plan's registers are laid out: what the tree and the panels beside show is left out."""

from collections.abc import Mapping

from desktop.forms.layouts import FormLayout

LAYOUTS: Mapping[str, FormLayout] = {
    "plan_years": FormLayout((("title",), ("office",), ("department",), ("addressee",))),
    "plan_texts": FormLayout((("number", "ordinal"), ("text",)), {"ordinal": "ลำดับ (เปลี่ยนด้วย Alt ลูกศร)"}),
    "plan_units": FormLayout((("name",), ("heading",), ("code", "ordinal"))),
    "plan_nodes": FormLayout((("kind", "label"), ("number", "code"), ("title",), ("parent",), ("ordinal",))),
    "plan_measures": FormLayout((("number", "code"), ("title",), ("node",), ("ordinal",))),
    "plan_projects": FormLayout(
        (
            ("number", "budget"),
            ("title",),
            ("owner",),
            ("measure",),
            ("budget_text",),
            ("source",),
            ("area",),
            ("priority", "negotiated"),
            ("detail",),
            ("note",),
            ("contract_contractor",),
            ("contract_number", "contract_amount"),
            ("contract_signed_on", "contract_due_on"),
        ),
        {"budget": "งบประมาณ (บาท)", "contract_amount": "วงเงินตามสัญญา (บาท)"},
    ),
    "plan_budget_lines": FormLayout(
        (("project",), ("ordinal", "amount"), ("title",)), {"amount": "จำนวนเงิน (บาท)"}
    ),
    "plan_steps": FormLayout(
        (
            ("project",),
            ("step", "label"),
            ("title",),
            ("share", "cumulative"),
            ("planned_from", "planned_to"),
        )
    ),
    "plan_study_parts": FormLayout((("part", "label"), ("title",), ("share",))),
    "plan_indicators": FormLayout(
        (
            ("code", "dimension"),
            ("title",),
            ("short_title",),
            ("heading",),
            ("unit", "comparison"),
            ("cumulative", "baseline"),
            ("baseline_note",),
            ("weight", "score"),
            ("levels",),
            ("owner",),
            ("node",),
            ("measure",),
            ("project",),
            ("negotiated", "ordinal"),
            ("definition",),
            ("calculation",),
            ("agency",),
            ("project_text",),
        ),
        {
            "cumulative": "การนับ",
            "levels": "เกณฑ์ระดับ 1-5 (ห้าค่า เว้นวรรคระหว่างค่า)",
            "score": "คิดคะแนนจาก (เมื่อไม่มีเกณฑ์ระดับ)",
        },
    ),
    "plan_targets": FormLayout(
        (("indicator",), ("year", "quarter"), ("month",), ("value", "value_to"), ("text",)),
        {
            "quarter": "ไตรมาส (เว้นว่าง: ทั้งปี)",
            "month": "เดือน (เว้นว่าง: ทั้งปีหรือไตรมาส)",
            "value_to": "ถึง (เมื่ออยู่ระหว่างสองค่า)",
            "text": "ข้อความตามแผน (พิมพ์เมื่อบอกค่าเดียวกับค่าเป้าหมาย)",
        },
    ),
    "plan_definitions": FormLayout(
        (("indicator",), ("effective_from",), ("reason",), ("definition",), ("calculation",))
    ),
    "plan_printed_tables": FormLayout((("name", "ordinal"), ("title",))),
    "plan_printed_rows": FormLayout(
        (("ordinal", "kind"), ("cells",), ("ref",)), {"cells": "ข้อความในแถว (บรรทัด ----- คั่นระหว่างช่อง)"}
    ),
}

# Texts that are read and written whole get room for so many lines.
ROOMY: Mapping[str, int] = {
    "text": 12,
    "cells": 14,
    "definition": 5,
    "calculation": 4,
    "title": 2,
    "detail": 3,
}
