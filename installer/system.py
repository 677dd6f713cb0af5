"""The machine's own package manager, where there is one we know."""

import os
import shutil
import subprocess
from collections.abc import Callable, Sequence


def apt_commands(packages: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """Debian's two commands that install packages and nothing they merely recommend."""
    return (
        ("apt-get", "update"),
        ("apt-get", "install", "-y", "--no-install-recommends", *packages),
    )


def shown(*commands: Sequence[str], prefix: str = "") -> str:
    """Commands as a person would type them, one after the other."""
    return " && ".join(prefix + " ".join(command) for command in commands)


def apt_install(packages: Sequence[str], say: Callable[[str], None]) -> str:
    """Installs Debian packages when we are root there; returns "" once done, else the command to type."""
    commands = apt_commands(packages)
    if not (shutil.which("apt-get") and is_root()):
        return shown(*commands, prefix="sudo ")
    say("ติดตั้งแพ็กเกจของระบบ: " + " ".join(packages))
    variables = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in commands:
        done = subprocess.run(
            command, env=variables, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False
        )
        if done.returncode and command[1] == "install":
            return shown(*commands)
    return ""


def is_root() -> bool:
    """True for the superuser of a Unix system."""
    return hasattr(os, "geteuid") and os.geteuid() == 0
