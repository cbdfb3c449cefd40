import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nutgraf.errors import InputError
from nutgraf.sources.decoding import BYTE_ORDER_MARKS, decode

LEGACY = {
    "cp1252": "Der Bürgermeister sagte, die Straße bleibe geschlossen. „Natürlich“ öffne man sie später.",
    "cp1250": "Vláda v úterý schválila návrh zákona, který má změnit způsob, jakým se platí důchody.",
    "cp1251": "Правительство во вторник одобрило законопроект о пенсиях. Министр назвал решение необходимым.",
    "koi8_r": "Правительство во вторник одобрило законопроект о пенсиях. Министр назвал решение необходимым.",
    "cp1253": "Η κυβέρνηση ενέκρινε την Τρίτη το νομοσχέδιο για τις συντάξεις.",
    "cp1256": "قررت الحكومة يوم الثلاثاء تعديل قانون المعاشات. وقال الوزير إن ذلك ضروري.",
    "shift_jis": "市議会は火曜日に水泳場を閉鎖することを決めた。これは1931年から続いていたものだ。",
    "gb18030": "市议会周二决定关闭游泳池。该游泳池自1931年以来一直位于港口巷尽头。",
    "big5": "市議會週二決定關閉游泳池。該游泳池自1931年以來一直位於港口巷盡頭。",
    "euc_kr": "시의회는 화요일에 수영장을 폐쇄하기로 결정했다. 이 수영장은 1931년부터 있었다.",
}


@given(st.text().filter(lambda text: "\0" not in text and not text.startswith("\ufeff")))
def test_utf8_is_read_as_it_is(text: str) -> None:
    assert decode(text.encode("utf-8"), "x") == (text, None)


@pytest.mark.parametrize(("mark", "coding"), BYTE_ORDER_MARKS, ids=[coding for _, coding in BYTE_ORDER_MARKS])
@given(text=st.text().filter(lambda text: not text.startswith("\0")))
def test_byte_order_mark_is_believed_and_left_out(mark: bytes, coding: str, text: str) -> None:
    assert decode(mark + text.encode(coding), "x") == (text, None)


@pytest.mark.parametrize("coding", LEGACY)
def test_legacy_codings_are_detected(coding: str) -> None:
    text, detected = decode(LEGACY[coding].encode(coding), "x")
    assert text == LEGACY[coding]
    assert detected is not None


#: Of own writing: in place of their letters, Windows-1250 has others of Central Europe.
WESTERN = (
    "El señor Muñoz dijo ayer que los niños volverán mañana a la piscina del barrio, que abrirá otra vez en otoño.",
    "La piscine a fermé après l'été, a déclaré le maire ; les élèves iront à la plage où l'eau n'est pas chauffée.",
    "O prefeito disse que a estação não será reaberta até o verão, apesar das reclamações dos irmãos João e Inês.",
    "På tirsdag sa ordføreren at bassenget må stenge før sommeren, og at båtene skal ligge på land så lenge.",
    "Il sindaco ha detto che la città non riaprirà la piscina, perché l'acqua è più fredda di quanto si può accettare.",
)


@pytest.mark.parametrize("text", WESTERN)
def test_western_letters_are_not_taken_for_central_european_ones(text: str) -> None:
    assert decode(text.encode("cp1252"), "x").text == text


def test_undecodable_text_names_the_offending_byte() -> None:
    with pytest.raises(InputError, match=r"^page: not UTF-8 \(byte 0x80 at offset 4\)"):
        decode(b"news" + bytes(range(0x80, 0x100)) * 4, "page")


def test_wrong_byte_order_mark_names_the_offending_byte() -> None:
    with pytest.raises(InputError, match=r"^page: not UTF-16-LE: byte 0x00 at offset 4"):
        decode(codecs.BOM_UTF16_LE + b"a\0\0\xd8", "page")


def test_damaged_utf8_is_not_taken_for_another_coding() -> None:
    text = LEGACY["cp1251"].encode("utf-8")
    with pytest.raises(InputError, match=r"^page: damaged UTF-8: byte 0xD1 at offset 10"):
        decode(text[:11] + text[12:], "page")


@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", b"\xff\xd8\xff\xe1\x01\x02", b"news\0"])
def test_binary_file_is_named_as_such(data: bytes) -> None:
    with pytest.raises(InputError, match=r"^picture: a binary file"):
        decode(data, "picture")
