from shop.lib.tokens import ALPHABET, digest, new_code, new_secret


def test_secrets_hold_32_bytes_and_never_repeat():
    secrets = {new_secret() for _ in range(500)}
    assert len(secrets) == 500
    assert {len(secret) for secret in secrets} == {43}


def test_the_digest_is_sha_256():
    assert digest("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_a_strange_secret_has_a_digest_too():
    assert len(digest("\ud800\x00🙂" * 1000)) == 64


def test_codes_can_be_read_aloud():
    code = new_code(400)
    assert len(code) == 400
    assert set(code) <= set(ALPHABET)
    assert not set("0O1IL") & set(ALPHABET)
