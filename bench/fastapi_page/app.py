"""The queue page as a careful FastAPI + SQLAlchemy 2 + Jinja2 programmer would write it.

The shell around the rows is constant text here, which spares this page work that ours does.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from fastapi import Depends, FastAPI, HTTPException, Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader
from sqlalchemy import ForeignKey, and_, create_engine, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, joinedload, mapped_column, relationship

URL = os.environ["BENCH_SQLALCHEMY_URL"]
SHELL = Path(os.environ["BENCH_SHELL"])
OPEN = ("received", "accepted", "done")


class Base(DeclarativeBase):
    pass


class Place(Base):
    __tablename__ = "place"
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    plate: Mapped[str]
    name: Mapped[str]
    estate_id: Mapped[int]


class Account(Base):
    __tablename__ = "account"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    estate_id: Mapped[int]
    is_active: Mapped[bool]


class Office(Base):
    __tablename__ = "office"
    id: Mapped[int] = mapped_column(primary_key=True)
    role: Mapped[str]
    organisation_id: Mapped[int | None]
    account_id: Mapped[int]
    estate_id: Mapped[int]


class LoginSession(Base):
    __tablename__ = "bench_session"
    key: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    expires: Mapped[datetime]
    account: Mapped[Account] = relationship()


class Organisation(Base):
    __tablename__ = "organisation"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    estate_id: Mapped[int]


class Category(Base):
    __tablename__ = "category"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    icon: Mapped[str]
    estate_id: Mapped[int]


class Kind(Base):
    __tablename__ = "matter_kind"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    estate_id: Mapped[int]


class Tally(Base):
    __tablename__ = "matter_tally"
    id: Mapped[int] = mapped_column(primary_key=True)
    estate_id: Mapped[int]
    state: Mapped[str]
    is_overdue: Mapped[bool]
    is_emergency: Mapped[bool]
    n: Mapped[int]


class Matter(Base):
    __tablename__ = "matter"
    id: Mapped[int] = mapped_column(primary_key=True)
    estate_id: Mapped[int]
    number: Mapped[str]
    title: Mapped[str]
    state: Mapped[str]
    urgency: Mapped[str]
    channel: Mapped[str]
    place_text: Mapped[str]
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]
    respond_by: Mapped[datetime]
    is_overdue: Mapped[bool]
    is_waiting_for_reporter: Mapped[bool]
    reopened: Mapped[int]
    escalation: Mapped[int]
    version: Mapped[int]
    kind_id: Mapped[int] = mapped_column(ForeignKey("matter_kind.id"))
    category_id: Mapped[int] = mapped_column(ForeignKey("category.id"))
    place_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"))
    holder_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    offered_to_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    offered_to_organisation_id: Mapped[int | None]
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    kind: Mapped[Kind] = relationship()
    category: Mapped[Category] = relationship()
    place: Mapped[Place | None] = relationship()
    organisation: Mapped[Organisation | None] = relationship()
    holder: Mapped[Account | None] = relationship(foreign_keys=[holder_id])
    offered_to: Mapped[Account | None] = relationship(foreign_keys=[offered_to_id])


engine = create_engine(URL, pool_size=16, max_overflow=0)
async_engine = create_async_engine(URL, pool_size=16, max_overflow=0)
templates = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"), autoescape=True
)
template = templates.get_template("queue.html")
TOP, BOTTOM = (SHELL / "top.html").read_text(), (SHELL / "bottom.html").read_text()
app = FastAPI()
application = app


def sign_in(session: Session, request: Request) -> tuple[Account, list[Office]]:
    """The account of the session's cookie and its offices; 401 without one."""
    key = request.cookies.get("linli_session", "")
    found = session.scalars(
        select(LoginSession)
        .options(joinedload(LoginSession.account))
        .where(LoginSession.key == key, LoginSession.expires > datetime.now(UTC))
    ).first()
    if found is None or not found.account.is_active:
        raise HTTPException(401)
    offices = session.scalars(select(Office).where(Office.account_id == found.account_id))
    return found.account, list(offices)


def make_page(session: Session, request: Request) -> str:
    account, offices = sign_in(session, request)
    if "centre_lead" not in {office.role for office in offices}:
        raise HTTPException(403)
    # loaded first and held: kinds, categories and organisations of the rows cost no join then
    choices = choose(session, account)
    matters = session.scalars(
        select(Matter)
        .options(
            joinedload(Matter.place),
            joinedload(Matter.holder),
            joinedload(Matter.offered_to),
        )
        .where(Matter.estate_id == account.estate_id, Matter.state.in_(OPEN))
        .order_by(Matter.due_at, Matter.id)
        .limit(51)
    ).all()
    counts = count(session, account, [o.organisation_id for o in offices])
    now = datetime.now(UTC)
    rows = [(m, *clock(m, now)) for m in matters[:50]]
    return template.render(top=TOP, bottom=BOTTOM, rows=rows, counts=counts, choices=choices)


def count(session: Session, account: Account, organisations: list[int | None]) -> dict[str, int]:
    rows = session.execute(
        select(Tally.state, Tally.is_overdue, Tally.is_emergency, func.sum(Tally.n))
        .where(Tally.estate_id == account.estate_id)
        .group_by(Tally.state, Tally.is_overdue, Tally.is_emergency)
    )
    found = {"open": 0, "overdue": 0, "emergency": 0, **dict.fromkeys(OPEN, 0)}
    for state, overdue, emergency, n in rows:
        found["open"] += n
        found[state] += n
        found["overdue"] += n if overdue else 0
        found["emergency"] += n if emergency else 0
    to_accept = and_(
        Matter.offered_to_organisation_id.is_not(None),
        Matter.offered_to_organisation_id.in_(organisations),
        or_(Matter.offered_to_id.is_(None), Matter.offered_to_id == account.id),
    )
    for name, own in (("mine", Matter.holder_id == account.id), ("to_accept", to_accept)):
        wanted = (Matter.estate_id == account.estate_id, Matter.state.in_(OPEN), own)
        bounded = select(Matter.id).where(*wanted).limit(1000).subquery()
        found[name] = session.scalar(select(func.count()).select_from(bounded)) or 0
    return found


def choose(session: Session, account: Account) -> dict[str, list[Any]]:
    """What the filters offer: categories, kinds, organisations, grids, buildings."""
    own = account.estate_id
    places = session.scalars(
        select(Place).where(Place.estate_id == own, Place.kind.in_(("grid", "building")))
    ).all()
    return {
        "categories": list(session.scalars(select(Category).where(Category.estate_id == own))),
        "kinds": list(session.scalars(select(Kind).where(Kind.estate_id == own))),
        "organisations": list(
            session.scalars(select(Organisation).where(Organisation.estate_id == own))
        ),
        "places": list(places),
    }


def clock(matter: Matter, now: datetime) -> tuple[int, str, str, str]:
    whole = (matter.due_at - matter.created_at).total_seconds()
    share = min(100, max(0, round(100 * (now - matter.created_at).total_seconds() / whole)))
    left = matter.due_at - now
    words = f"超时 {-left.days} 天" if left.total_seconds() < 0 else f"还剩 {left.days} 天"
    state = "overdue" if left.total_seconds() < 0 else "running"
    return share, state, words, f"{(now - matter.created_at).days} 天"


def open_session() -> Iterator[Session]:
    with Session(engine) as session:
        yield session


@app.get("/sync", response_class=HTMLResponse)
def show_sync(request: Request, session: Session = Depends(open_session)) -> HTMLResponse:  # noqa: B008
    return HTMLResponse(make_page(session, request))


@app.get("/async", response_class=HTMLResponse)
async def show_async(request: Request) -> HTMLResponse:
    async with AsyncSession(async_engine) as session:
        return HTMLResponse(await session.run_sync(make_page, request))
