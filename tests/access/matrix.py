"""The written access matrix of pages: who may open which address. Written by hand, apart from the code.

An address that is missing here fails the test: whoever adds a page says here for whom it is.
"""

from dataclasses import dataclass

# One person for each role, by the key of the office in the builders' borough.
ROLES = {
    "OFFICER": "commissioner",
    "DIRECTOR": "director",
    "ANALYST": "analyst",
    "RESEARCH_LEAD": "research-lead",
    "CHIEF_FINANCE_OFFICER": "s151",
    "MONITORING_OFFICER": "monitoring-officer",
    "LEGAL": "legal",
    "EQUALITY": "equality",
    "HEAD_OF_PAID_SERVICE": "chief-executive",
    "PROPER_OFFICER": "proper-officer",
    "SCRUTINY_OFFICER": "scrutiny-officer",
    "LEADER": "leader",
    "CABINET_MEMBER": "cm-adults",
    "CIVIC_MAYOR": "mayor",
    "COUNCILLOR": "councillor-1",
    "SCRUTINY_CHAIR": "scrutiny-chair",
    "SCRUTINY_MEMBER": "scrutiny-1",
    "EDUCATION_CO_OPTEE": "co-optee-church",
    "SSMT_CHAIR": "ssmt-chair",
    "AGENCY_LEAD": "lead-icb",
    "AGENCY_ADVISER": "adviser-voluntary",
    "ADMINISTRATOR": "administrator",
    "AUDITOR": "auditor",
}
EVERY_ROLE = frozenset(ROLES)


@dataclass(frozen=True)
class Who:
    """Who may open a page by GET. `anonymous`: without signing in; `office`: with one of these roles; `person`:
    signed in, with or without an office. `closed`: nobody, the address answers "not found"."""

    anonymous: bool = False
    person: bool = False
    office: frozenset[str] = frozenset()
    closed: bool = False


PUBLIC = Who(anonymous=True, person=True, office=EVERY_ROLE)
SIGNED_IN = Who(person=True, office=EVERY_ROLE)
IN_OFFICE = Who(office=EVERY_ROLE)
NOBODY = Who(closed=True)


def only(*roles: str) -> Who:
    return Who(office=frozenset(roles))


ADMINISTRATOR = only("ADMINISTRATOR")
STAFF = only(
    "OFFICER", "DIRECTOR", "ANALYST", "RESEARCH_LEAD", "LEGAL", "EQUALITY", "PROPER_OFFICER", "MONITORING_OFFICER",
    "CHIEF_FINANCE_OFFICER", "HEAD_OF_PAID_SERVICE", "SCRUTINY_OFFICER",
)  # fmt: skip
SCHEME = only("LEADER", "MONITORING_OFFICER", "PROPER_OFFICER")
AUDIT = only(
    "SCRUTINY_CHAIR", "SCRUTINY_MEMBER", "SCRUTINY_OFFICER", "AUDITOR", "MONITORING_OFFICER",
    "CHIEF_FINANCE_OFFICER", "HEAD_OF_PAID_SERVICE", "PROPER_OFFICER",
)  # fmt: skip
# They read a submitted proposal when the decision on it is published, not before.
LATER = frozenset(
    {
        "SCRUTINY_OFFICER", "SCRUTINY_CHAIR", "SCRUTINY_MEMBER", "AUDITOR", "COUNCILLOR", "CIVIC_MAYOR", "EDUCATION_CO_OPTEE",
        "AGENCY_ADVISER", "ADMINISTRATOR",
    }
)  # fmt: skip
EXECUTIVE = only("LEADER", "CABINET_MEMBER")

PAGES: dict[str, Who] = {
    # for everybody
    "home": PUBLIC,
    "register": PUBLIC,
    "register_case": PUBLIC,
    "record_pdf": PUBLIC,
    "register_evidence": PUBLIC,
    "register_evidence_csv": PUBLIC,
    "case_receipt": PUBLIC,
    "forward_plan": PUBLIC,
    "consultations": PUBLIC,
    "consultation": PUBLIC,
    "petitions": PUBLIC,
    "petition": PUBLIC,
    "petition_sent": PUBLIC,
    "petition_link": PUBLIC,
    "petition_start": PUBLIC,
    "consultation_file": PUBLIC,
    "urgent_decisions": PUBLIC,
    "private_notice": PUBLIC,
    "representation_make": PUBLIC,
    "representation_sent": PUBLIC,
    "urgent_step": PUBLIC,
    "meetings": PUBLIC,
    "meeting": PUBLIC,
    "report": PUBLIC,
    "report_exempt_file": only(),
    "report_opened_file": NOBODY,  # until an exemption is lifted; then everybody, see test_exempt_files
    "report_exempt": only(),  # this report leaves nothing out; who reads one that does is tested in test_exempt_parts
    "notice": PUBLIC,
    "help": PUBLIC,
    "help_case_files": PUBLIC,
    "accessibility": PUBLIC,
    "privacy": PUBLIC,
    "date_calculator": PUBLIC,
    "constitution": PUBLIC,
    "constitution_version": PUBLIC,
    "constitution_text": PUBLIC,
    "scheme": PUBLIC,
    "call_in_sets": PUBLIC,
    "call_in_set": PUBLIC,
    "source": PUBLIC,
    "health": PUBLIC,
    "icon": PUBLIC,
    "integrity": PUBLIC,
    "ledger_checkpoint": PUBLIC,
    "ledger_checkpoints": PUBLIC,
    "ledger_entries": PUBLIC,
    "ledger_tile": PUBLIC,
    "ledger_proof": PUBLIC,
    "ledger_consistency": PUBLIC,
    "ledger_vkey": PUBLIC,
    "ledger_verify": PUBLIC,
    "ledger_verify_script": PUBLIC,
    # signing in and out
    "account_login": PUBLIC,
    "account_logout": PUBLIC,
    "account_inactive": PUBLIC,
    "account_reset_password": PUBLIC,
    "account_reset_password_done": PUBLIC,
    "account_reset_password_from_key": PUBLIC,
    "account_reset_password_from_key_done": PUBLIC,
    "mfa_authenticate": PUBLIC,
    "account_change_password": SIGNED_IN,
    "own_sessions": SIGNED_IN,
    "account_reauthenticate": SIGNED_IN,
    "second_factor": SIGNED_IN,
    "step_up": SIGNED_IN,
    "mfa_index": SIGNED_IN,
    "mfa_reauthenticate": SIGNED_IN,
    "mfa_activate_totp": SIGNED_IN,
    "mfa_deactivate_totp": SIGNED_IN,
    "mfa_view_recovery_codes": SIGNED_IN,
    "mfa_generate_recovery_codes": SIGNED_IN,
    "mfa_download_recovery_codes": SIGNED_IN,
    "mfa_list_webauthn": SIGNED_IN,
    "mfa_add_webauthn": SIGNED_IN,
    "mfa_reauthenticate_webauthn": SIGNED_IN,
    "mfa_remove_webauthn": SIGNED_IN,
    "mfa_edit_webauthn": SIGNED_IN,
    # not offered
    "account_signup": NOBODY,
    "account_email": NOBODY,
    "account_email_verification_sent": NOBODY,
    "account_confirm_email": NOBODY,
    "account_set_password": NOBODY,
    "account_confirm_login_code": NOBODY,
    "demo_next": NOBODY,  # only in the demonstration, and only by POST
    "demo_example": NOBODY,  # only in the demonstration, and only by POST
    # the desk
    "inbox": SIGNED_IN,
    "cases": IN_OFFICE,
    "plan_backwards": IN_OFFICE,
    "plan_file": IN_OFFICE,
    "bank_holidays": IN_OFFICE,
    "bank_holiday": IN_OFFICE,
    "bank_holiday_enter": only("PROPER_OFFICER"),
    "bank_holiday_recount": only("PROPER_OFFICER"),
    "agencies": IN_OFFICE,
    "agency_succession": only("MONITORING_OFFICER"),
    "overlays": IN_OFFICE,
    "who_may_decide": IN_OFFICE,
    "dispensations": IN_OFFICE,
    "dispensation_ask": EXECUTIVE,
    "dispensation_answer": only("MONITORING_OFFICER"),
    "dispensation_grant": only("MONITORING_OFFICER"),
    "overlay_declare": only("CHIEF_FINANCE_OFFICER"),
    "overlay_end": only("CHIEF_FINANCE_OFFICER"),
    "overlay_authorise": only("CHIEF_FINANCE_OFFICER"),
    "case": IN_OFFICE,
    "case_law": IN_OFFICE,
    "case_consultations": IN_OFFICE,
    "case_consult": only("OFFICER", "MONITORING_OFFICER"),
    "case_consultation_extend": only("OFFICER", "MONITORING_OFFICER"),
    "case_consultation_results": only("OFFICER"),
    "case_consultation_tell": only("OFFICER", "MONITORING_OFFICER", "PROPER_OFFICER"),
    "case_procurement": IN_OFFICE,
    "case_evidence": IN_OFFICE,
    "case_evidence_csv": IN_OFFICE,
    "case_proposal": Who(office=EVERY_ROLE - LATER),
    "case_proposal_compare": Who(office=EVERY_ROLE - LATER),
    "meeting_live": IN_OFFICE,
    "item_exclusion": only(),  # this item is public; who records the resolution on a private one is tested in test_exclusions
    "item_readmission": only(),
    "case_open": only("OFFICER"),
    "case_withdraw": only("OFFICER", "CABINET_MEMBER", "LEADER"),
    "case_evidence_challenge": only("OFFICER"),
    "case_evidence_answer": only("ANALYST", "RESEARCH_LEAD"),
    "meeting_call": only("PROPER_OFFICER"),
    "meeting_cancel": only("PROPER_OFFICER"),
    "meeting_postpone": only("PROPER_OFFICER"),
    "case_urgency_ask": only("PROPER_OFFICER"),
    "case_exception": only("PROPER_OFFICER"),
    "case_function": only("OFFICER", "PROPER_OFFICER", "MONITORING_OFFICER"),
    "case_allocate": only("LEADER"),
    "case_interest": STAFF,
    "case_report_correct": only("PROPER_OFFICER"),
    "case_record_correct": only(),  # no record is published in this world; who may is tested in test_record_corrections
    "case_report_gap": only("PROPER_OFFICER"),
    "case_amendment": only("PROPER_OFFICER", "LEADER", "CABINET_MEMBER"),
    "case_informal": only("PROPER_OFFICER"),
    "case_late_item": only("PROPER_OFFICER"),
    "case_scrutiny_agenda": only("PROPER_OFFICER", "SCRUTINY_OFFICER", "SCRUTINY_CHAIR"),
    "case_call_in_class": only("PROPER_OFFICER", "MONITORING_OFFICER"),
    "case_education": only("PROPER_OFFICER", "SCRUTINY_OFFICER", "MONITORING_OFFICER"),
    "case_outage": only("PROPER_OFFICER"),
    "case_key": only("OFFICER", "PROPER_OFFICER", "MONITORING_OFFICER"),
    "case_procurement_record": only("OFFICER", "LEGAL"),
    "case_private": only("PROPER_OFFICER"),
    "case_representation": only("PROPER_OFFICER"),
    "case_representation_answer": only("PROPER_OFFICER", "MONITORING_OFFICER"),
    "meeting_interests": EXECUTIVE,
    "call_in": only("COUNCILLOR", "SCRUTINY_CHAIR", "SCRUTINY_MEMBER", "CIVIC_MAYOR", "EDUCATION_CO_OPTEE"),
    "case_petition": only("SCRUTINY_OFFICER", "PROPER_OFFICER"),
    "case_own_part": only("AGENCY_LEAD", "AGENCY_ADVISER"),
    "call_in_withdraw": only(),  # for the signatories of an open request; tested in test_call_ins
    "scrutiny_refer": only("COUNCILLOR", "SCRUTINY_CHAIR", "SCRUTINY_MEMBER", "CIVIC_MAYOR", "EDUCATION_CO_OPTEE"),
    "audit_trail": AUDIT,
    "audit_reads": AUDIT,
    "audit_as_known": AUDIT,
    "audit_export": AUDIT,
    "audit_file": AUDIT,
    "audit_erase": only("MONITORING_OFFICER"),
    "audit_lift": only("MONITORING_OFFICER", "PROPER_OFFICER"),
    # people
    "people": ADMINISTRATOR,
    "offices": ADMINISTRATOR,
    "person": ADMINISTRATOR,
    "person_invite": ADMINISTRATOR,
    "person_invite_again": ADMINISTRATOR,
    "person_appoint": ADMINISTRATOR,
    "person_close": ADMINISTRATOR,
    "person_reopen": ADMINISTRATOR,
    "person_reset": ADMINISTRATOR,
    "body_make": ADMINISTRATOR,
    "office_make": ADMINISTRATOR,
    "appointment_end": ADMINISTRATOR,
    "scheme_new": SCHEME,
    "scheme_change": SCHEME,
    "scheme_end": SCHEME,
    "scheme_confirm": SCHEME,
    "scheme_withdraw": SCHEME,
    "constitution_change": ADMINISTRATOR,
    "constitution_confirm": ADMINISTRATOR,
    "constitution_withdraw": ADMINISTRATOR,
}  # fmt: skip

# Pages of one duty: for the office that it waits for, whoever holds it or deputises, and for nobody else.
DUTY_PAGES = {
    "duty",
    "duty_minute",
    "duty_minute_answer",
    "duty_vote_open",
    "duty_vote_close",
    "duty_pass",
    "notice_again",
    "pack_part",
    "proposal_section",
}

# A duty of each kind waits for this office.
DUTIES = {
    "pack.write": "analyst",
    "pack.review": "peer",
    "pack.approve": "research-lead",
    "proposal.write": "commissioner",
    "clearance.give": "s151",
    "consultation.review": "commissioner",
    "notice.publish": "proper-officer",
    "ssmt.schedule": "proper-officer",
    "ssmt.recommend": "lead-icb",
    "ssmt.outcome": "ssmt-chair",
    "signoff.sign": "lead-icb",
    "agenda.publish": "proper-officer",
    "interest.declare": "cm-adults",
    "incident.note": "monitoring-officer",
    "exempt.review": "proper-officer",
    "retrospective.note": "monitoring-officer",
    "interest.note": "monitoring-officer",
    "function.allocate": "leader",
    "procurement.note": "monitoring-officer",
    "void.review": "monitoring-officer",
    "vote.cast": "cm-adults",
    "item.outcome": "leader",
    "decision.make": "cm-adults",
    "record.certify": "proper-officer",
    "urgency.answer": "scrutiny-chair",
    "advice.give": "monitoring-officer",
    "representation.answer": "proper-officer",
    "reconsider.schedule": "proper-officer",
    "reconsider.decide": "leader",
    "call_in.rule": "monitoring-officer",
    "call_in.hear": "scrutiny-chair",
    "call_in.council": "proper-officer",
    "petition.answer": "scrutiny-officer",
    "petition.check": "scrutiny-officer",
    "petition.hand_in": "scrutiny-officer",
    "scrutiny.report": "scrutiny-officer",
    "scrutiny.respond": "leader",
    "scrutiny.publish": "scrutiny-officer",
    "case.close": "proper-officer",
}
