"""Which credentials are recognised, by which rule, and why.

Load rules, read documents, recognise:

>>> rules = credstack.Rules.load("rules")
>>> claim = credstack.Claim.load("examples/claim.json")
>>> document = rules.read("examples/documents/own-study-375-hours.json")
>>> [proposal] = rules.recognise_all(document, claim)
>>> print(proposal.status, proposal.best, proposal.may_grant)
incomplete recognised 12.5 to 15

Stack what one learner holds toward an award:

>>> claim = credstack.Claim.load("examples/claims/spanish-master.json")
>>> wallet = rules.read("examples/wallets/spanish-master.json")
>>> rules.stack(wallet, claim=claim)
<Stack es.example.heritage_conservation: not_complete, owed 30, grantable 48, possible 48 of 60 ECTS>

Results are frozen, compared by what they say, and can be pickled. Amounts are exact: ``fractions.Fraction``.
It proposes; a person decides.
"""

from credstack._credstack import (
    Advice,
    Answer,
    Ask,
    Assumption,
    Cell,
    Change,
    Citation,
    Claim,
    Conversion,
    Counted,
    Credential,
    Diagnostic,
    Document,
    Finding,
    Fix,
    Further,
    Held,
    Import,
    Imported,
    JointAnswer,
    JointAwardAnswer,
    JointQuestion,
    JointReading,
    Label,
    Lead,
    LearnerException,
    LeftOver,
    LeftReason,
    Limit,
    LimitUse,
    Need,
    Note,
    Outcome,
    Pack,
    Place,
    Problem,
    Procedure,
    Proposal,
    Question,
    Range,
    Record,
    Requirement,
    RuleException,
    Rules,
    Stack,
    StackReading,
    Together,
    import_documents,
    join,
    plan,
    reach,
    read,
    what_if,
    why_not,
)
from credstack._errors import ClaimError, CredstackError, DocumentError, RulesError, UnknownNameError, WalletError

__all__ = [
    "Advice",
    "Answer",
    "Ask",
    "Assumption",
    "Cell",
    "Change",
    "Citation",
    "Claim",
    "ClaimError",
    "Conversion",
    "Counted",
    "Credential",
    "CredstackError",
    "Diagnostic",
    "Document",
    "DocumentError",
    "Finding",
    "Fix",
    "Further",
    "Held",
    "Import",
    "Imported",
    "JointAnswer",
    "JointAwardAnswer",
    "JointQuestion",
    "JointReading",
    "Label",
    "Lead",
    "LearnerException",
    "LeftOver",
    "LeftReason",
    "Limit",
    "LimitUse",
    "Need",
    "Note",
    "Outcome",
    "Pack",
    "Place",
    "Problem",
    "Procedure",
    "Proposal",
    "Question",
    "Range",
    "Record",
    "Requirement",
    "RuleException",
    "Rules",
    "RulesError",
    "Stack",
    "StackReading",
    "Together",
    "UnknownNameError",
    "WalletError",
    "import_documents",
    "join",
    "plan",
    "reach",
    "read",
    "what_if",
    "why_not",
]
