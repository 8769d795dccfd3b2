"""Password rules in Chinese, changed by two administrators; a name is one line."""

from __future__ import annotations

from datetime import timedelta

import pytest

from reasoner.casework.roles import Role
from tests.office.accounts.persons import TODAY, H, changed, founded, opened, refused


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("duan", "至少10个字符"),
        ("a" * 129, "最多128个字符"),
        ("wo-shi-jingban-a", "不要有登录名"),
        ("我就是经办甲这个人没错吧", "不要有登录名"),
        ("aaaaaaaaaaaa", "不同的字符至少5个"),
        ("1234567890", "常见的密码"),
        ("QWERTYUIOP", "常见的密码"),
        ("yi-ju-hao-ji\x00-de-hua", "不能用的字符"),
    ],
)
def test_a_password_that_cannot_be_is_refused_in_words(password: str, words: str) -> None:
    from reasoner.office.passwords import PasswordRules, faults

    assert any(words in fault for fault in faults(password, "jingban", "经办甲", PasswordRules()))


def test_a_long_sentence_is_enough_and_no_mixture_is_asked_for_unless_it_is_set() -> None:
    from reasoner.office.passwords import PasswordRules, faults

    for password in ("yi-ju-hao-ji-de-hua", "春眠不觉晓处处闻啼鸟", "correct horse battery"):
        assert faults(password, "jingban", "经办甲", PasswordRules()) == ()
    (fault,) = faults("yijuhaojidehua", "jingban", "经办甲", PasswordRules(kinds=3))
    assert "四类里至少要有3类" in fault
    assert faults("Yijuhaojidehua1", "jingban", "经办甲", PasswordRules(kinds=3)) == ()


def test_a_password_is_the_same_however_its_characters_were_typed() -> None:
    from reasoner.office import passwords

    kept = opened("jingban", H)
    passwords.replace(kept, "ｙｉ-ju-hao-ji-de-hua")
    assert passwords.is_right(kept, "yi-ju-hao-ji-de-hua")
    assert not passwords.is_right(kept, "yi-ju-hao-ji-de-hua ")


def test_the_last_five_passwords_are_not_taken_again() -> None:
    from reasoner.office import passwords

    kept = opened("jingban", H)
    spellings = [f"di-{n}-ju-hao-ji-de-hua" for n in "abcdefg"]
    for password in spellings:
        assert passwords.faults_of_change(kept, password) == ()
        passwords.replace(kept, password)
    for password in spellings[-5:]:
        assert "最近5个密码" in passwords.faults_of_change(kept, password)[0]
    assert passwords.faults_of_change(kept, spellings[0]) == ()


def test_rules_of_passwords_are_changed_by_two_within_bounds() -> None:
    from reasoner.office import passwords
    from reasoner.office.passwords import PasswordRules
    from reasoner.office.rights_proposals import PasswordChange

    by = founded()
    assert "最少字符数要在8至64之间" in refused(PasswordChange(PasswordRules(least=4)), None, by[Role.SYSTEM])
    changed(PasswordChange(PasswordRules(least=14, days=90)), None, by)
    assert passwords.rules() == PasswordRules(least=14, days=90)
    kept = opened("jingban", H)
    assert "至少14个字符" in passwords.faults_of_change(kept, "shi-er-ge-zi")[0]
    kept.must_change, kept.password_at = False, (TODAY - timedelta(days=91)).isoformat()
    assert passwords.must_change(kept)
    kept.password_at = (TODAY - timedelta(days=90)).isoformat()
    assert not passwords.must_change(kept)


def test_a_name_is_one_line_that_runs_nothing() -> None:
    from reasoner.office import accounts

    assert accounts.plain_line(" 甲\r\nX-Bad: 1 ") == "甲 X-Bad: 1"
    for name in ("", "甲\x00", "甲\u202e乙", "<script>", 'a"b', "甲\u200b乙", "甲" * 41):
        assert accounts.name_faults(name), name
    for name in ("某某", "阿卜杜拉·某某", "O'Neil"):
        assert accounts.name_faults(name) == ()
