"""The divisions of GB/T 2260, their other names, and the one management area that joins several of them."""

from policy_dsl.vocabulary import Vocabulary

COUNTIES = {
    "370200": "市南区 370202 市北区 370203 黄岛区 370211 崂山区 370212 李沧区 370213 城阳区 370214 即墨区 370215 胶州市 370281 "
    "平度市 370283 莱西市 370285",
    "371600": "滨城区 371602 沾化区 371603 惠民县 371621 阳信县 371622 无棣县 371623 博兴县 371625 邹平市 371681",
    "350500": "鲤城区 350502 丰泽区 350503 洛江区 350504 泉港区 350505 惠安县 350521 安溪县 350524 永春县 350525 德化县 350526 "
    "金门县 350527 石狮市 350581 晋江市 350582 南安市 350583",
}
PREFECTURES = (
    "青岛市 370200 滨州市 371600 泉州市 350500 郑州市 410100 开封市 410200 洛阳市 410300 平顶山市 410400 安阳市 410500 "
    "鹤壁市 410600 新乡市 410700 焦作市 410800 濮阳市 410900 许昌市 411000 漯河市 411100 三门峡市 411200 南阳市 411300 "
    "商丘市 411400 信阳市 411500 周口市 411600 驻马店市 411700"
)


def pairs(text: str) -> dict[str, str]:
    words = text.split()
    return dict(zip(words[1::2], words[::2], strict=True))


def test_codes_and_names(vocabulary: Vocabulary) -> None:
    regions = vocabulary.regions
    for city, text in COUNTIES.items():
        assert {c: r.name for c, r in regions.items() if r.parent == city and r.level == "county"} == pairs(text)
    assert {c: r.name for c, r in regions.items() if r.level == "prefecture"} == pairs(PREFECTURES)
    assert {c: r.name for c, r in regions.items() if r.level == "province"} == {
        "350000": "福建省", "370000": "山东省", "410000": "河南省",
    }  # fmt: skip


def test_every_prefecture_of_henan_has_its_counties(vocabulary: Vocabulary) -> None:
    henan = {c: r for c, r in vocabulary.regions.items() if "410000" in vocabulary.chain(c) and r.level == "county"}
    assert len(henan) == 157
    assert {r.parent for r in henan.values()} == {c for c in pairs(PREFECTURES) if c[:2] == "41"} | {"410000"}
    assert henan["419001"].name == "济源市"
    assert vocabulary.chain("419001") == ("419001", "410000")


def test_codes_follow_those_above_them(vocabulary: Vocabulary) -> None:
    for code, region in vocabulary.regions.items():
        assert list(vocabulary.regions) == sorted(vocabulary.regions)
        if region.level == "prefecture":
            assert region.parent == code[:2] + "0000"
        elif region.level == "county" and code[2:4] != "90":
            assert region.parent == code[:4] + "00"
        assert region.iri == f"https://w3id.org/tiaoli/region/{code}"


def test_other_names(vocabulary: Vocabulary) -> None:
    def found(name: str) -> list[str]:
        return [r.code for r in vocabulary.find_regions(name)]

    assert found("西海岸新区") == found("黄岛区") == found("西海岸") == ["370211"]
    assert found("青岛") == ["370200"]
    assert found("市本级") == found("市内三区") == ["370200-sbj"]
    assert found("新乡") == ["410700"]
    assert found("管城区") == ["410104"]
    assert found("青岛西") == []


def test_no_name_stands_for_two_places(vocabulary: Vocabulary) -> None:
    """Where GB/T 2260 itself gives a name twice, the reader asks which is meant; our own aliases never do that."""
    shared = {n for n in vocabulary.region_names() if len(vocabulary.find_regions(n)) > 1}
    assert shared == set()


def test_the_management_area_is_recorded_as_an_inference(vocabulary: Vocabulary) -> None:
    area = vocabulary.regions["370200-sbj"]
    assert (area.name, area.level, area.parent) == ("市本级", "area", "370200")
    assert area.members == ("370202", "370203", "370213")
    assert area.source == "qingdao-2023-18-medical/3.1.p2"
    assert area.note.startswith("推定")
    assert vocabulary.area_of("370202") == area
    assert vocabulary.area_of("370214") is None
    assert [r.code for r in vocabulary.regions.values() if r.level == "area"] == ["370200-sbj"]
