"""Names of rules, limits, losses, units and terms of the score in words: one vocabulary for all pages."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from workflow.letters.indonesian import unit_word
from workflow.letters.terms import limit_name
from workflow.letters.terms import rule_words as told_in_letters
from workflow.procedure import Text

_RULES: Mapping[str, tuple[Text, str]] = MappingProxyType(
    {
        "status": (Text("Status rak", "Status of the rack"), "The rack is planned, or no longer in use"),
        "zone": (Text("Zona keamanan", "Security zone"), "The rack is of another security zone"),
        "dedicated": (Text("Peruntukan rak", "Dedication"), "The rack is kept for another agency"),
        "standards": (
            Text("Standar perangkat lunak", "Software standard"),
            "The standard in force refuses the product or its version",
        ),
        "space": (Text("Ruang kosong", "Space"), "No free units of this height in one piece"),
        "keep_free": (Text("Ruang cadangan", "Spare units"), "Fewer units would stay free than must"),
        "depth": (Text("Kedalaman", "Depth"), "The device is deeper than the rack"),
        "weight": (Text("Berat", "Weight"), "More weight than the rack or the floor carries"),
        "heat": (Text("Panas rak", "Heat of the rack"), "More heat than can be removed at the rack"),
        "cords": (
            Text("Kabel daya", "Supply cords"),
            "No sockets on both paths of which one stays alive in every loss",
        ),
        "power": (
            Text("Daya listrik", "Power"),
            "More than the supply carries, in normal operation or in a loss",
        ),
        "outlets": (Text("Stopkontak", "Outlets"), "No free outlet on the PDUs of the rack"),
        "cooling": (Text("Pendinginan", "Cooling"), "Too much heat once a cooling unit stops"),
        "ports": (Text("Port jaringan", "Network ports"), "Too few free ports within reach of a cable"),
        "hosting": (
            Text("Kapasitas host", "Capacity of hosts"),
            "No room on a host or its cluster, or it runs another operating system",
        ),
        "keep": (
            Text("Terpisah atau bersama", "Apart or together"),
            "What is to be kept apart or together would not be",
        ),
        # The two of ranking that an own place may break with a reason.
        "leg_balance": (Text("Keseimbangan fasa", "Balance of the legs"), "The legs would be out of balance"),
        "heavy_low": (Text("Yang berat di bawah", "Heavy equipment low"), "It would stand too high"),
    }
)
_KINDS: Mapping[str, str] = MappingProxyType(
    {
        "utility": "Mains",
        "generator": "Generator",
        "ups": "UPS",
        "pdu": "PDU",
        "panel": "Panel",
        "ats": "ATS",
        "sts": "STS",
        "rack_ats": "Rack ATS",
        "outlets": "Outlets of",
        "weight": "Weight in rack",
        "heat": "Heat in rack",
        "cooling": "Cooling of zone",
        "vcpu": "vCPU of",
        "memory": "Memory of",
        "disk": "Disk of",
    }
)
_TERMS: Mapping[str, Text] = MappingProxyType(
    {
        "keep_long_runs": Text("Ruang kosong panjang tetap utuh", "Long free runs stay"),
        "keep_empty_racks": Text("Rak kosong tetap kosong", "Empty racks stay empty"),
        "failover_budget": Text("Sisa daya saat gangguan", "Power left after a loss"),
        "fewer_losses": Text("Sedikit gangguan yang memadamkannya", "Few losses switch it off"),
        "leg_balance": Text("Fasa seimbang", "Legs in balance"),
        "heavy_low": Text("Yang berat di bawah", "Heavy equipment low"),
        "cable_length": Text("Kabel pendek", "Short cables"),
        "cooling_margin": Text("Sisa pendinginan", "Cooling left"),
        "host_margin": Text("Sisa di host dan klaster", "Room left on host and cluster"),
    }
)
_UNITS = {"outlets": "outlets", "ports": "ports", "vcpu": "vCPU", "items": "items"}


def rule_words(rule: str) -> Text:
    """What a rule is called, such as ``Network ports``; one without words is spelt out as it is."""
    found = _RULES.get(rule)
    return Text(_spelt(rule), _spelt(rule)) if found is None else found[0]


def rule_told(rule: str, *, application: bool = False) -> Text:
    """What is wrong where the rule is broken, as a sentence without its full stop."""
    found = _RULES.get(rule)
    told = rule_words(rule).en if found is None else found[1]
    return Text(told_in_letters(rule, application=application), told)


def limit_words(name: str) -> Text:
    """A limit by its name in the contract: ``Weight in rack A03`` for ``weight A03``."""
    first, _, rest = name.partition(" ")
    if first == "ports" and "/" in rest:
        switch, _, port_type = rest.partition("/")
        return Text(limit_name(name), f"Ports {port_type} of {switch}")
    if first not in _KINDS or not rest:
        return Text(limit_name(name), name)
    word = _KINDS[first]
    same = rest.casefold().startswith(word.casefold())
    return Text(limit_name(name), rest if same else f"{word} {rest}")


def scenario_words(scenario: str) -> Text:
    """What is lost while a limit is looked at: ``UPS-A is lost``; a dash where losses do not matter."""
    if not scenario:
        return Text("–", "–")
    if scenario == "nothing lost":
        return Text("normal", "nothing is lost")
    lost = scenario.removesuffix(" lost")
    if lost.endswith(" largest"):
        count = lost.removesuffix(" largest")
        hosts = "host is" if count == "1" else "hosts are"
        return Text(f"{count} host terbesar padam", f"the {count} largest {hosts} lost")
    return Text(f"{lost} padam", f"{lost} {'are' if ' ' in lost else 'is'} lost")


def term_words(term: str) -> Text:
    """What a term of the score is about."""
    return _TERMS.get(term, Text(_spelt(term), _spelt(term)))


def unit_words(unit: str | None) -> Text:
    """A unit as it is read; W, kg and the like stay."""
    return Text(unit_word(unit), _UNITS.get(unit or "", unit or ""))


def _spelt(name: str) -> str:
    return name.replace("_", " ").replace(":", " ")
