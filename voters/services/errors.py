"""Named refusals of the room: each message is for the person at the screen."""

from typing import Any

from django.utils.translation import gettext as _


class VoterError(Exception):
    """A refusal that was foreseen; `str()` is a sentence in the page's language."""


class ClosedPeriod(VoterError):
    """The period takes no more changes."""

    def __init__(self) -> None:
        super().__init__(_("Periode ini sudah ditutup; tidak ada yang dapat diubah."))


class RollLoaded(VoterError):
    """The regency has an opening list already."""

    def __init__(self) -> None:
        super().__init__(_("Daftar pembuka kab/kota ini sudah dimuat."))


class InvalidProposal(VoterError):
    """A proposal by hand that cannot stand; the message says why."""


class AlreadyProposed(VoterError):
    """The person has an open proposal of this kind."""

    def __init__(self) -> None:
        super().__init__(_("Sudah ada usulan sejenis yang terbuka untuk orang ini."))


class AlreadyDecided(VoterError):
    """Somebody was quicker; says who and when."""

    def __init__(self, who: str, when: str, state: str) -> None:
        self.who, self.when, self.state = who, when, state
        super().__init__(
            _("Usulan ini sudah diputus %(who)s pada %(when)s: %(state)s.")
            % {"who": who or _("sistem"), "when": when, "state": state}
        )


class NeedsEvidence(VoterError):
    """A removal or a question without reason, evidence kind, and number or scan."""


class NeedsSecondPerson(VoterError):
    """The second decider must be another account than the first."""

    def __init__(self, who: str) -> None:
        super().__init__(
            _("Perlu orang kedua: keputusan pertama sudah diberikan %(who)s.")
            % {"who": who}
        )


class NotDecidable(VoterError):
    """The decision does not fit the proposal's kind or state."""


class BadEvidence(VoterError):
    """An upload that is no PDF, JPG or PNG, or is too large or empty."""


class NothingToDo(VoterError):
    """No proposal is left for this work."""


class BeingUndone(VoterError):
    """A job takes the same delivery back already; `job` is its row."""

    def __init__(self, job: Any) -> None:
        self.job = job
        super().__init__(_("Penerapan kiriman ini sedang diurungkan."))
