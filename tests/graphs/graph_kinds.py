"""Kinds of graphs of applications: sound, faulty with what the shapes find in each, and sound but unusual.

Each is what is said beside, or instead of, one sound application. What is expected stands here as SHACL and the shapes have
it, whichever engine runs them: the shape that finds it, by local name, and the component of the constraint.
"""

from __future__ import annotations

from typing import Final

PREFIXES: Final = """@prefix tl: <https://w3id.org/tiaoli/ns#> .
@prefix r: <https://w3id.org/tiaoli/region/> .
@prefix doc: <https://w3id.org/tiaoli/document/> .
@prefix ex: <https://example.org/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix sosa: <http://www.w3.org/ns/sosa/> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix time: <http://www.w3.org/2006/time#> .
@prefix qudt: <http://qudt.org/schema/qudt/> .
@prefix geo: <http://www.opengis.net/ont/geosparql#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <http://schema.org/> .
"""
ID: Final = 'ex:a tl:identifier "A" .\n'
MATTER: Final = "ex:a tl:matter tl:newInpatientBeds .\n"
ASKS: Final = "ex:a a tl:Application ; tl:applicant ex:f ; tl:observed ex:o .\n"
WHO: Final = "ex:f a tl:GeneralHospital .\n"
SEEN: Final = "ex:o a sosa:Observation ; sosa:observedProperty tl:bedOccupancy ; sosa:hasFeatureOfInterest r:370214 .\n"
RATE: Final = "ex:o sosa:hasSimpleResult 0.74 .\n"
BARE: Final = PREFIXES + ID + MATTER + ASKS + WHO + SEEN
"""An application with an observation that has no value yet."""
SOUND: Final = BARE + RATE
OTHER: Final = PREFIXES + ASKS.replace(" ; tl:observed ex:o", "")
"""An application without number, matter, kind of institution or observation."""


def figure(name: str, indicator: str, value: str, more: str = "", of: str = "r:370200") -> str:
    """An observation of a region."""
    about = f"sosa:hasFeatureOfInterest {of} ; sosa:hasSimpleResult {value}"
    return f"ex:{name} a sosa:Observation ; sosa:observedProperty tl:{indicator} ; {about} {more}.\n"


def asker(matter: str, kind: str) -> str:
    """An application of a kind of institution for a matter."""
    return f"{OTHER}{ID}ex:a tl:matter tl:{matter} . ex:f a tl:{kind} .\n"


DAY = '"{}"^^xsd:date'
FORCE: Final = (
    "ex:d a tl:Determination ; sosa:observedProperty tl:documentForce ; sosa:hasFeatureOfInterest doc:qingdao-2023-1 ; "
    'sosa:hasSimpleResult true ; prov:wasAttributedTo [ rdfs:label "青岛市医疗保障局"@zh ] '
)

VALID: Final[dict[str, str]] = {
    "v01 one application": SOUND,
    "v02 beds": asker("newInpatientBeds", "TcmHospital"),
    "v03 outpatient services": asker("newOutpatient", "Clinic"),
    "v04 personal account": asker("newPersonalAccount", "Infirmary"),
    "v05 a pharmacy": asker("newPharmacy", "Pharmacy"),
    "v06 dual channel": asker("dualChannel", "Pharmacy"),
    "v07 home care": asker("newHomeCare", "NursingStation"),
    "v08 care beds": asker("newCareBeds", "ElderlyCareHome"),
    "v09 dementia beds": asker("newDementiaBeds", "NursingHospital"),
    "v10 a number of beds": SOUND + "ex:a tl:bedsRequested 100 .",
    "v11 one bed": SOUND + "ex:a tl:bedsRequested 1 .",
    "v12 nobody within a walk": SOUND + "ex:a tl:sameTypeWithin15Minutes 0 .",
    "v13 institutions in the town": SOUND + "ex:a tl:careInstitutionsInTownship 3 .",
    "v14 a category of beds": SOUND + "ex:a tl:bedCategory tl:rehabBeds .",
    "v15 a day of receipt": SOUND + f"ex:a tl:received {DAY.format('2024-05-01')} .",
    "v16 a leap day": SOUND + f"ex:a tl:received {DAY.format('2024-02-29')} .",
    "v17 the leap day of 2000": SOUND + f"ex:a tl:received {DAY.format('2000-02-29')} .",
    "v18 the last day of a month": SOUND + f"ex:a tl:received {DAY.format('2024-01-31')} .",
    "v19 a grade": SOUND + "ex:f tl:grade tl:grade2 .",
    "v20 no grade": SOUND + "ex:f tl:grade tl:ungraded .",
    "v21 a sponsor": SOUND + "ex:f tl:sponsor tl:university .",
    "v22 several levels of a project": SOUND + "ex:f tl:keyProject tl:cityProject , tl:provincialProject .",
    "v23 services held": SOUND + "ex:f tl:designated tl:inpatientService , tl:outpatientService .",
    "v24 no service held": SOUND + "ex:f tl:designated false .",
    "v25 some service held": SOUND + "ex:f tl:designated true .",
    "v26 judgements of the institution": SOUND + "ex:f tl:chain true ; tl:qualified false ; tl:wellManaged true .",
    "v27 what is not known": SOUND + "ex:f tl:unknown tl:grade , tl:location .",
    "v28 what is claimed": SOUND + "ex:f tl:unproved tl:keyProject .",
    "v29 none": SOUND + "ex:f tl:none tl:keyProject .",
    "v30 a name, a code, an address": SOUND + 'ex:f tl:name "示例医院" ; tl:creditCode "91370214MA3XXXXX0X" ; tl:address "某路1号"@zh .',
    "v31 a county": SOUND + "ex:f tl:location r:370214 .",
    "v32 a city": SOUND + "ex:f tl:location r:371600 .",
    "v33 a town": SOUND + 'ex:f tl:township ex:t . ex:t a tl:Township ; rdfs:label "夏庄街道"@zh .',
    "v34 a position": SOUND + 'ex:f tl:position [ a geo:Geometry ; geo:asWKT "POINT(120.38 36.1)"^^geo:wktLiteral ] .',
    "v35 a position with its system":
        SOUND + 'ex:f tl:position [ geo:asWKT "<http://www.opengis.net/def/crs/EPSG/0/4490> POINT (36.1 120.38)"^^geo:wktLiteral ] .',
    "v36 a figure of a day": SOUND + f"ex:o tl:asAt {DAY.format('2024-03-31')} .",
    "v37 a figure of a month": SOUND + 'ex:o tl:asAt "2024-03"^^xsd:gYearMonth .',
    "v38 a figure of a year": SOUND + 'ex:o tl:asAt "2023"^^xsd:gYear .',
    "v39 the time of the phenomenon": SOUND + 'ex:o sosa:phenomenonTime "2023"^^xsd:gYear .',
    "v40 an instant": SOUND + 'ex:o sosa:phenomenonTime [ a time:Instant ; time:inXSDDate "2024-03-31"^^xsd:date ] .',
    "v41 the time of the result": SOUND + 'ex:o sosa:resultTime "2024-03-31T09:30:00"^^xsd:dateTime .',
    "v42 the time of the result, with its zone": SOUND + 'ex:o sosa:resultTime "2024-03-31T09:30:00.5+08:00"^^xsd:dateTime .',
    "v43 a stamp": SOUND + 'ex:o sosa:resultTime "2024-03-31T20:00:00Z"^^xsd:dateTimeStamp .',
    "v44 a source": SOUND + 'ex:o dcterms:source "结算数据" ; tl:origin tl:fromLedger .',
    "v45 a source that is a node": SOUND + 'ex:o dcterms:source [ dcterms:title "统计公报"@zh ] .',
    "v46 who confirmed it": SOUND + f"ex:o tl:confirmedBy \"某某\" ; tl:validUntil {DAY.format('2025-12-31')} .",
    "v47 evidence": SOUND + 'ex:o prov:wasDerivedFrom [ dcterms:title "月报"@zh ; dcterms:identifier "3" ; tl:page "5" ] .',
    "v48 evidence in words": SOUND + 'ex:o prov:wasDerivedFrom "月报" .',
    "v49 evidence with a label": SOUND + 'ex:o prov:wasDerivedFrom [ rdfs:label "月报"@zh ] .',
    "v50 the force of a document":
        f"{SOUND}{FORCE}; tl:effectiveFrom {DAY.format('2023-01-01')} ; tl:effectiveUntil {DAY.format('2027-12-31')} .",
    "v51 from and until one day":
        f"{SOUND}{FORCE}; tl:effectiveFrom {DAY.format('2023-01-01')} ; tl:effectiveUntil {DAY.format('2023-01-01')} .",
    "v52 a rate of nothing": BARE + "ex:o sosa:hasSimpleResult 0 .",
    "v53 the highest rate": BARE + "ex:o sosa:hasSimpleResult 1.5 .",
    "v54 costs that fall": SOUND + figure("p", "costGrowth", "-1"),
    "v55 no value is known": BARE + "ex:o tl:unknown sosa:hasSimpleResult .",
    "v56 a finding of an organ": SOUND + figure("p", "careSufficient", "true", of="r:370212"),
    "v57 an area of administration": SOUND + figure("p", "residents", "2000000", of="r:370200-sbj"),
    "v58 a part that is the whole": SOUND + figure("p", "psychiatricBeds", "10") + figure("q", "purchasedPsychiatricBeds", "10"),
    "v59 a figure of two years":
        SOUND + figure("p", "residents", "10", '; tl:asAt "2022"^^xsd:gYear ') + figure("q", "residents", "11", '; tl:asAt "2023"^^xsd:gYear '),
    "v60 two applications, a figure each":
        SOUND + figure("p", "residents", "10") + figure("q", "residents", "11")
        + 'ex:a tl:observed ex:p . ex:b a tl:Application ; tl:identifier "B" ; tl:matter tl:newPharmacy ; tl:observed ex:q .',
    "v61 an observed fact of the institution":
        SOUND + "ex:g sosa:observedProperty tl:grade ; sosa:hasFeatureOfInterest ex:f ; sosa:hasResult tl:grade2 .",
    "v62 a name by a label": SOUND + 'ex:f rdfs:label "示例医院"@zh .',
}  # fmt: skip

Expected = tuple[tuple[str, str], ...]


def _number(shape: str) -> Expected:
    """What is no number is of none of its datatypes, has no whole form, and cannot be compared with its bound."""
    return (shape, "Node"), (shape, "Pattern"), (shape, "MinInclusive")


RATE_VALUE: Final = "bedOccupancy-value"
NO_RATE: Final = ((RATE_VALUE, "Node"), (RATE_VALUE, "MinInclusive"), (RATE_VALUE, "MaxInclusive"))

FAULTY: Final[dict[str, tuple[str, Expected]]] = {
    "f01 beds below zero": (SOUND + "ex:a tl:bedsRequested -3 .", (("bedsRequested", "MinInclusive"),)),
    "f02 no bed": (SOUND + "ex:a tl:bedsRequested 0 .", (("bedsRequested", "MinInclusive"),)),
    "f03 half a bed": (SOUND + "ex:a tl:bedsRequested 1.5 .", (("bedsRequested", "Pattern"),)),
    "f04 beds as a double": (SOUND + "ex:a tl:bedsRequested 1.0E2 .", (("bedsRequested", "Node"), ("bedsRequested", "Pattern"))),
    "f05 two numbers of beds": (SOUND + "ex:a tl:bedsRequested 3 , 4 .", (("bedsRequested", "MaxCount"),)),
    "f06 beds as text":
        (SOUND + 'ex:a tl:bedsRequested "100" .', (("bedsRequested", "Node"), ("bedsRequested", "MinInclusive"))),
    "f07 beds as a node": (SOUND + "ex:a tl:bedsRequested ex:many .", _number("bedsRequested")),
    "f08 beds that are true": (SOUND + "ex:a tl:bedsRequested true .", _number("bedsRequested")),
    "f09 neighbours below zero": (SOUND + "ex:a tl:sameTypeWithin15Minutes -1 .", (("sameTypeWithin15Minutes", "MinInclusive"),)),
    "f10 half an institution": (SOUND + "ex:a tl:careInstitutionsInTownship 0.5 .", (("careInstitutionsInTownship", "Pattern"),)),
    "f11 a rate of 740%": (BARE + "ex:o sosa:hasSimpleResult 7.4 .", ((RATE_VALUE, "MaxInclusive"),)),
    "f12 a rate below zero": (BARE + "ex:o sosa:hasSimpleResult -0.1 .", ((RATE_VALUE, "MinInclusive"),)),
    "f13 a rate as text": (BARE + 'ex:o sosa:hasSimpleResult "74%" .', NO_RATE),
    "f14 a rate as a double": (BARE + "ex:o sosa:hasSimpleResult 7.4e-1 .", ((RATE_VALUE, "Node"),)),
    "f15 a rate that is no number": (BARE + 'ex:o sosa:hasSimpleResult "NaN"^^xsd:double .', NO_RATE),
    "f16 an infinite rate":
        (BARE + 'ex:o sosa:hasSimpleResult "INF"^^xsd:double .', ((RATE_VALUE, "Node"), (RATE_VALUE, "MaxInclusive"))),
    "f17 two rates": (BARE + "ex:o sosa:hasSimpleResult 0.1 , 0.2 .", ((RATE_VALUE, "MaxCount"),)),
    "f18 half a resident": (SOUND + figure("p", "residents", "1.5"), (("residents-value", "Pattern"),)),
    "f19 no resident": (SOUND + figure("p", "residents", "0"), (("residents-value", "MinInclusive"),)),
    "f20 a finding as a number": (SOUND + figure("p", "careSufficient", "1"), (("careSufficient-value", "Node"),)),
    "f21 a finding that is yes": (SOUND + figure("p", "careSufficient", '"yes"^^xsd:boolean'), (("careSufficient-value", "Node"),)),
    "f22 costs that fall by 200%": (SOUND + figure("p", "costGrowth", "-2"), (("costGrowth-value", "MinInclusive"),)),
    "f23 costs that grow elevenfold": (SOUND + figure("p", "costGrowth", "11"), (("costGrowth-value", "MaxInclusive"),)),
    "f24 no value": (BARE, (("valued", "MinCount"),)),
    "f25 no indicator":
        (SOUND + "ex:a tl:observed ex:p . ex:p sosa:hasFeatureOfInterest r:370214 .", (("observedProperty", "MinCount"),)),
    "f26 two indicators":
        (SOUND + "ex:o sosa:observedProperty tl:careBedOccupancy .", (("observedProperty", "MaxCount"),)),
    "f27 nobody s figure": (SOUND + "ex:p sosa:observedProperty tl:residents ; sosa:hasSimpleResult 1 .", (("about", "MinCount"),)),
    "f28 a figure of two places": (SOUND + "ex:o sosa:hasFeatureOfInterest r:370212 .", (("about", "MaxCount"),)),
    "f29 a period that is a number": (SOUND + "ex:o tl:asAt 2024 .", (("asAt", "Node"),)),
    "f30 a period with a zone": (SOUND + f"ex:o tl:asAt {DAY.format('2024-03-31+08:00')} .", (("asAt", "Node"),)),
    "f31 a period as text": (SOUND + 'ex:o tl:asAt "2024-03-31" .', (("asAt", "Node"),)),
    "f32 a period that is a moment": (SOUND + 'ex:o tl:asAt "2024-03-31T00:00:00"^^xsd:dateTime .', (("asAt", "Node"),)),
    "f33 two periods": (SOUND + 'ex:o tl:asAt "2023"^^xsd:gYear , "2024"^^xsd:gYear .', (("asAt", "MaxCount"),)),
    "f34 30 February": (SOUND + f"ex:o tl:asAt {DAY.format('2024-02-30')} .", (("asAt", "Node"),)),
    "f35 a thirteenth month": (SOUND + 'ex:o tl:asAt "2024-13"^^xsd:gYearMonth .', (("asAt", "Node"),)),
    "f36 a year long ago": (SOUND + 'ex:o tl:asAt "0999"^^xsd:gYear .', (("asAt", "Node"),)),
    "f37 receipt on 30 February": (SOUND + f"ex:a tl:received {DAY.format('2024-02-30')} .", (("received", "Node"),)),
    "f38 receipt in a zone": (SOUND + f"ex:a tl:received {DAY.format('2024-05-01Z')} .", (("received", "Node"),)),
    "f39 receipt in a month": (SOUND + 'ex:a tl:received "2024-05"^^xsd:gYearMonth .', (("received", "Node"),)),
    "f40 two receipts":
        (SOUND + f"ex:a tl:received {DAY.format('2024-05-01')} , {DAY.format('2024-05-02')} .", (("received", "MaxCount"),)),
    "f41 a leap day of no leap year": (SOUND + f"ex:a tl:received {DAY.format('2023-02-29')} .", (("received", "Node"),)),
    "f42 the leap day of 1900": (SOUND + f"ex:a tl:received {DAY.format('1900-02-29')} .", (("received", "Node"),)),
    "f43 31 April": (SOUND + f"ex:a tl:received {DAY.format('2024-04-31')} .", (("received", "Node"),)),
    "f44 a phenomenon in words": (SOUND + 'ex:o sosa:phenomenonTime "2023年" .', (("phenomenonTime", "Or"),)),
    "f45 the 25th hour": (SOUND + 'ex:o sosa:resultTime "2024-03-31T25:00:00"^^xsd:dateTime .', (("resultTime", "Or"),)),
    "f46 a result on a day with a zone": (SOUND + f"ex:o sosa:resultTime {DAY.format('2024-03-31Z')} .", (("resultTime", "Or"),)),
    "f47 a stamp without a zone":
        (SOUND + 'ex:o sosa:resultTime "2024-03-31T09:30:00"^^xsd:dateTimeStamp .', (("resultTime", "Or"),)),
    "f48 no number": (PREFIXES + MATTER + ASKS + WHO + SEEN + RATE, (("identifier", "MinCount"),)),
    "f49 two numbers": (SOUND + 'ex:a tl:identifier "B" .', (("identifier", "MaxCount"),)),
    "f50 a number that is one": (SOUND.replace('"A"', "7"), (("identifier", "Node"),)),
    "f51 an empty number": (SOUND.replace('"A"', '""'), (("identifier", "MinLength"),)),
    "f52 no matter": (PREFIXES + ID + ASKS + WHO + SEEN + RATE, (("matter", "MinCount"),)),
    "f53 an unknown matter": (SOUND.replace("tl:newInpatientBeds", "tl:newBeds"), (("matter", "In"),)),
    "f54 two matters": (SOUND + "ex:a tl:matter tl:newOutpatient .", (("matter", "MaxCount"),)),
    "f55 an institution that is a text":
        (PREFIXES + ID + MATTER + 'ex:a a tl:Application ; tl:applicant "某医院" .', (("applicant", "NodeKind"),)),
    "f56 an observation that is a text":
        (SOUND + 'ex:a tl:observed "0.74" .', (("observed", "NodeKind"), ("observedProperty", "MinCount"))),
    "f57 an unknown category of beds": (SOUND + "ex:a tl:bedCategory ex:big .", (("bedCategory", "In"),)),
    "f58 a grade as text": (SOUND + 'ex:f tl:grade "二级" .', (("grade", "In"),)),
    "f59 two grades": (SOUND + "ex:f tl:grade tl:grade2 , tl:grade3 .", (("grade", "MaxCount"),)),
    "f60 an unknown sponsor": (SOUND + "ex:f tl:sponsor tl:church .", (("sponsor", "In"),)),
    "f61 an unknown project": (SOUND + "ex:f tl:keyProject tl:bigProject .", (("keyProject", "In"),)),
    "f62 services held that are a number": (SOUND + "ex:f tl:designated 1 .", (("designated", "In"),)),
    "f63 an unknown county": (SOUND + "ex:f tl:location r:370299 .", (("location", "In"),)),
    "f64 an area of administration": (SOUND + "ex:f tl:location r:370200-sbj .", (("location", "In"),)),
    "f65 a province": (SOUND + "ex:f tl:location r:370000 .", (("location", "In"),)),
    "f66 a town that is a text":
        (SOUND + 'ex:f tl:township "某街道" .', (("township", "NodeKind"), ("townshipName", "MinCount"))),
    "f67 a town without a name": (SOUND + "ex:f tl:township [ a tl:Township ] .", (("townshipName", "MinCount"),)),
    "f68 two kinds of institution": (SOUND + "ex:f a tl:TcmHospital .", (("facilityType", "QualifiedMaxCount"),)),
    "f69 an unknown class": (SOUND + "ex:f a tl:Hospitall .", (("knownClass", "Or"),)),
    "f70 a name that is a number": (SOUND + "ex:f tl:name 3 .", (("name", "Node"),)),
    "f71 two names": (SOUND + 'ex:f tl:name "甲" , "乙"@zh .', (("name", "MaxCount"),)),
    "f72 a figure of an unknown place":
        (SOUND + figure("p", "residents", "1", of="r:370299"), (("KnownPlace", "Or"),)),
    "f73 an unknown indicator": (SOUND + figure("p", "bedOccupansy", "1"), (("Observable", "Or"),)),
    "f74 a pharmacy asks for beds": (asker("newInpatientBeds", "Pharmacy"), (("newInpatientBeds-asker", "Or"),)),
    "f75 a clinic asks for care beds": (asker("newCareBeds", "Clinic"), (("newCareBeds-asker", "Or"),)),
    "f76 a position of two points":
        (SOUND + 'ex:f tl:position [ geo:asWKT "POINT(1 2)"^^geo:wktLiteral , "POINT(3 4)"^^geo:wktLiteral ] .', (("point", "MaxCount"),)),
    "f77 a position that is a line":
        (SOUND + 'ex:f tl:position [ geo:asWKT "LINESTRING(1 2, 3 4)"^^geo:wktLiteral ] .', (("point", "Pattern"),)),
    "f78 an unknown kind of source": (SOUND + "ex:o tl:origin tl:fromHearsay .", (("origin", "In"),)),
    "f79 confirmed for ever": (SOUND + 'ex:o tl:confirmedBy "某某" .', (("confirmed-until", "MinCount"),)),
    "f80 confirmed by nobody": (SOUND + f"ex:o tl:validUntil {DAY.format('2025-12-31')} .", (("valid-by", "MinCount"),)),
    "f81 from after until":
        (f"{SOUND}{FORCE}; tl:effectiveFrom {DAY.format('2027-01-01')} ; tl:effectiveUntil {DAY.format('2023-12-31')} .",
         (("effectiveFrom", "LessThanOrEquals"),)),
    "f82 until a day with a zone":
        (f"{SOUND}{FORCE}; tl:effectiveUntil {DAY.format('2027-12-31Z')} .", (("effectiveUntil", "Node"),)),
    "f83 evidence without a name": (SOUND + 'ex:o prov:wasDerivedFrom [ dcterms:identifier "3" ] .', (("evidence", "Or"),)),
    "f84 two sources": (SOUND + 'ex:o dcterms:source "甲" , "乙" .', (("source", "MaxCount"),)),
    "f85 a figure twice":
        (SOUND + figure("p", "residents", "10") + figure("q", "residents", "10"), (("once", "SPARQL"), ("once", "SPARQL"))),
    "f86 more psychiatric beds bought than there are":
        (SOUND + figure("p", "purchasedPsychiatricBeds", "11") + figure("q", "psychiatricBeds", "10"),
         (("purchasedPsychiatricBeds-within-psychiatricBeds", "SPARQL"),)),
    "f87 more dementia beds than care beds":
        (SOUND + figure("p", "dementiaBeds", "11") + figure("q", "careBeds", "10"), (("dementiaBeds-within-careBeds", "SPARQL"),)),
    "f88 more of the elderly than residents":
        (SOUND + figure("p", "elderlyResidents", "11") + figure("q", "residents", "10"),
         (("elderlyResidents-within-residents", "SPARQL"),)),
    "f89 a chain that is yes": (SOUND + 'ex:f tl:chain "yes"^^xsd:boolean .', (("chain", "Node"),)),
    "f90 a byte of 300": (SOUND + 'ex:a tl:bedsRequested "300"^^xsd:byte .', (("bedsRequested", "Node"), ("bedsRequested", "MinInclusive"))),
    "f91 an unknown kind in an observation":
        (SOUND + "ex:g sosa:observedProperty tl:grade ; sosa:hasFeatureOfInterest ex:f ; sosa:hasResult tl:grade9 .",
         (("grade-value", "In"),)),
    "f92 a label that is a number": (SOUND + "ex:f rdfs:label 3 .", (("otherName", "Node"),)),
}  # fmt: skip

UNUSUAL: Final[dict[str, str]] = {
    "e01 a positive integer": SOUND + 'ex:a tl:bedsRequested "100"^^xsd:positiveInteger .',
    "e02 an int": SOUND + 'ex:a tl:bedsRequested "100"^^xsd:int .',
    "e03 a byte": SOUND + 'ex:a tl:bedsRequested "100"^^xsd:byte .',
    "e04 a whole decimal": SOUND + "ex:a tl:bedsRequested 100.0 .",
    "e05 a very large number": SOUND + figure("p", "residents", "1" + "0" * 30),
    "e06 a sign": SOUND + "ex:a tl:bedsRequested +100 .",
    "e07 leading zeros": SOUND + 'ex:a tl:bedsRequested "0100"^^xsd:integer .',
    "e08 a long fraction": BARE + "ex:o sosa:hasSimpleResult 0.740000000000000001 .",
    "e09 truth as a digit": SOUND + 'ex:f tl:chain "1"^^xsd:boolean .',
    "e10 blank nodes throughout":
        f'{PREFIXES}[] a tl:Application ; tl:identifier "A" ; tl:matter tl:newInpatientBeds ; tl:applicant [ a tl:GeneralHospital ] ; '
        "tl:observed [ sosa:observedProperty tl:bedOccupancy ; sosa:hasFeatureOfInterest r:370214 ; sosa:hasSimpleResult 0.74 ] .",
    "e11 an application that does not say so": SOUND.replace("a tl:Application ; ", ""),
    "e12 another s observation":
        SOUND + "ex:w a sosa:Observation ; sosa:observedProperty ex:rain ; sosa:hasFeatureOfInterest r:370214 ; sosa:hasSimpleResult 3.5e0 .",
    "e13 classes of others": SOUND + "ex:f a owl:NamedIndividual , schema:Hospital .",
    "e14 the last day there is": SOUND + f"ex:a tl:received {DAY.format('2199-12-31')} .",
    "e15 a rare character": SOUND + 'ex:f tl:name "𠮷祥医院" ; tl:address "𠮷祥路"@zh .',
    "e16 names in two languages": SOUND + 'ex:f tl:township ex:t . ex:t rdfs:label "夏庄街道"@zh , "Xiazhuang"@en .',
}  # fmt: skip
