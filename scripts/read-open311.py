"""Reads a city's reports with PyPI's georeport, which knows nothing of Bening: services, what they ask
for, lists over a year, and single reports, in JSON and in XML.

    python read-open311.py http://127.0.0.1:8080 2026-11-20
"""

import sys
from datetime import date, timedelta

from georeport import GeoReport

url, last = sys.argv[1], date.fromisoformat(sys.argv[2])


def as_list(found):
    """xmltodict gives one element without a list around it."""
    return found if isinstance(found, list) else [found]


def requests_of_a_year(client):
    found = []
    for back in range(4):
        end = last - timedelta(days=90 * back)
        start = end - timedelta(days=89)
        between = {"start_date": f"{start}T00:00:00Z", "end_date": f"{end}T23:59:59Z"}
        try:
            found += as_list(client.get_service_requests(**between))
        except TypeError:
            # An empty list in XML is an element without children.
            assert client.output_format == "xml"
    return found


counts = {}
for output in ("json", "xml"):
    client = GeoReport(f"{url}/open311/v2", output_format=output)
    services = client.get_service_list()
    codes = [service["service_code"] for service in services]
    assert len(codes) == len(set(codes)) > 5, codes
    for service in services:
        if str(service["metadata"]).lower() == "true":
            definition = client.get_service_definition(service["service_code"])
            assert definition["service_code"] == service["service_code"], definition
            assert definition["attributes"], definition
    reports = requests_of_a_year(client)
    assert reports, "a synthetic year without a published report"
    for report in reports:
        assert report["service_code"] in codes, report
        assert report["status"] in ("open", "closed"), report
    one = as_list(client.get_service_request(reports[0]["service_request_id"]))[0]
    assert one["service_request_id"] == reports[0]["service_request_id"], one
    counts[output] = len(reports)
assert counts["json"] == counts["xml"], counts
print(f"georeport read {len(codes)} services and {counts['json']} reports in JSON and XML")
