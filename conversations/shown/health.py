"""Whether what is needed is right, a line each, with what to do where it is not."""

from conversations.exchange import Finding
from conversations.wording.catalogue import Wording


def finding_line(w: Wording, finding: Finding) -> str:
    """`✓ database: ready`, or `✗ token: none → …`."""
    told = w.plain(f"check.{finding.key}", **finding.values)
    if finding.right:
        return f"✓ {told}"
    return f"✗ {told} → {w.plain(f'check.{finding.key}.remedy', **finding.values)}"
