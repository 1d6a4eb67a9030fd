import pytest

from foodsafe_desktop.files.digests import recordable

OF_1601 = -11_644_473_600 * 10**9


@pytest.mark.parametrize("time", [OF_1601, OF_1601 * 100, 2**63, 0, -1, 1_700_000_000_123_456_700])
def test_any_time_of_a_file_fits_into_a_record(time: int) -> None:
    kept = recordable(time)
    assert -(2**63) <= kept < 2**63
    assert kept == time or abs(time) >= 2**63
