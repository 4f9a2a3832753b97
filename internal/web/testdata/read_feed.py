# Reads a calendar from standard input as a calendar program would: with the
# time zones that the file itself defines, which dateutil works out, and nothing
# of the machine's own. Prints a line of JSON an event.
import io
import json
import sys
from datetime import date, datetime, timezone

from dateutil import tz
from icalendar import Calendar

raw = sys.stdin.buffer.read()
calendar = Calendar.from_ical(raw)
unfolded = raw.decode("utf-8").replace("\r\n ", "")
blocks = ["BEGIN:VTIMEZONE" + b.split("END:VTIMEZONE")[0] + "END:VTIMEZONE\r\n" for b in unfolded.split("BEGIN:VTIMEZONE")[1:]]
zones = {}
for block in blocks:
    found = tz.tzical(io.StringIO(block.replace("\r\n", "\n")))
    for name in found.keys():
        zones[name] = found.get(name)

for event in calendar.walk("VEVENT"):
    start = event["DTSTART"]
    at = start.dt
    if isinstance(at, datetime):
        name = start.params.get("TZID")
        if name:
            at = at.replace(tzinfo=zones[name])
        at = at.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    elif isinstance(at, date):
        at = at.isoformat()
    print(json.dumps({
        "uid": str(event["UID"]), "at": at, "summary": str(event["SUMMARY"]), "description": str(event["DESCRIPTION"]),
        "url": str(event["URL"]), "sequence": int(event.get("SEQUENCE", 0)),
        "alarms": [a["TRIGGER"].to_ical().decode() for a in event.walk("VALARM")],
    }))
print(json.dumps({"zones": sorted(zones), "components": sorted({c.name for c in calendar.walk()})}), file=sys.stderr)
