"""An index of whatever a search looks at"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

SEARCHED = [
    "ends", "starts", "proposal", "on_site", "online", "region", "departement",
    "themes", "audiences", "formats", "accessibility", "x", "y", "z",
]  # fmt: skip


def upgrade() -> None:
    op.drop_index("listings_by_time", table_name="listings")
    op.create_index("listings_searched", "listings", SEARCHED)


def downgrade() -> None:
    op.drop_index("listings_searched", table_name="listings")
    op.create_index("listings_by_time", "listings", ["ends", "starts"])
