"""A desk to which staff sign in at their office's OpenID provider, for tests of both."""

from fastapi import FastAPI
from fastapi.testclient import TestClient

from assistant.backoffice.backoffice import open_back_office
from assistant.service import Service
from assistant.serving.sign_in import build_sign_in
from assistant.serving.single_sign_on import add_single_sign_on
from assistant.settings import Settings
from assistant.turns import Turns


def desk_of(settings: Settings) -> TestClient:
    """A client of the sign-in pages alone; Lan has an account."""
    back_office = open_back_office(settings)
    back_office.accounts.add("lan@backan.gov.vn", None, "staff", "test")
    app = FastAPI()
    service = Service(None, back_office, settings, Turns(1))  # type: ignore[arg-type]  # signing in asks nothing
    app.include_router(build_sign_in(service))
    add_single_sign_on(app, service)
    return TestClient(app, base_url="http://testserver", follow_redirects=False)
