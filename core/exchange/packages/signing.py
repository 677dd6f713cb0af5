"""The signature of a package: the PC's key over the manifest."""

from core.keys.signer import KEY_BYTES, SIGNATURE_BYTES, KeySigner, verify

# What is signed begins with what it is for, so that no signature can be used for anything else.
PURPOSE = b"phaen exchange package manifest\n"


def signature_of(manifest: bytes, key: KeySigner) -> bytes:
    """The member ``signature``: public key and signature."""
    return key.public + key.sign(PURPOSE + manifest)


def signer_of(manifest: bytes, signature: bytes) -> bytes | None:
    """The public key whose signature of the manifest this is; None where it isn't one."""
    if len(signature) != KEY_BYTES + SIGNATURE_BYTES:
        return None
    key = signature[:KEY_BYTES]
    return key if verify(key, PURPOSE + manifest, signature[KEY_BYTES:]) else None
