"""The window's language: English as written in the program, and what resources/translations holds."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from app.core.errors import KnownError
from app.service.paths import RESOURCES

FOLDER = RESOURCES / "translations"
LANGUAGES = ("en", "de")


def speak(application: QCoreApplication, wanted: str) -> str:
    """Install a language for all windows made from now on; returns its code.

    Args:
        wanted: "system", or one of LANGUAGES.

    Raises:
        KnownError: its file is missing.
    """
    code = wanted if wanted in LANGUAGES else QLocale.system().name()[:2]
    code = code if code in LANGUAGES else "en"
    for earlier in application.findChildren(QTranslator):
        application.removeTranslator(earlier)
        earlier.deleteLater()
    own = QTranslator(application)
    if not own.load(str(FOLDER / f"winnow_{code}.qm")):
        raise KnownError("The language file winnow_{}.qm is missing; install Winnow again.", code)
    application.installTranslator(own)
    if code != "en":
        qt = QTranslator(application)
        if qt.load(f"qtbase_{code}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
            application.installTranslator(qt)
    # Numbers and times as the system writes them, unless that speaks another language, or none.
    if QLocale.system().name()[:2] != code:
        QLocale.setDefault(QLocale(code))
    return code
