"""The articles of the demo that stand in its tag archive, by their keys in the fixtures."""

# The seed archive, newest first.
ARCHIVE = [
    "foreign-political-activity",
    "supervisors-2024",
    "resolutions-2024",
    "geneva-and-ergneti-2024",
    "emergency-ministers",
    "state-duma-meetings",
    "military-cooperation-law",
    "novak-second-meeting",
    "gagloyev-nurgaliyev",
    "canning-factory",
    "september-round-up",
    "demarcation-commission-meeting",
    "gagloyev-kozak",
    "gagloyev-novak",
    "military-technical-support",
]
