"""Whether an account belongs to whom its address names.

Whoever joins by a code types an address that nobody has checked. Were such an account made staff because the address
stands in a roster, a student could register that of a teacher and wait. So it becomes staff only once it was shown that
its owner reads the mail of that address, or an instructor vouched for it: by a link to set the password, or by an
invitation in that name.
"""

from __future__ import annotations

from server.accounts.models import User
from server.courses.models import Role
from server.roster.errors import RosterError


def require_proof(user: User, role: Role) -> None:
    """Let an account have a role.

    Raises:
        RosterError: if it is one of staff and nobody knows whose account it is.
    """
    if user.is_unconfirmed and role is not Role.STUDENT:
        raise RosterError(
            f"Whoever made the account {user.email} has not shown that the address is theirs, so it is not made "
            f"{role.value}. They can show it with “Forgot your password?” on the login page."
        )
