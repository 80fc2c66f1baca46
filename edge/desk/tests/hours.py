"""Compares `cargo run -p desk --example hours` with Python's zoneinfo.

Every zone, every transition from 2024 to 2037, every template of hours below, at instants around the
transition and around each change. The oracle shares no idea with the code: it looks at the wall clock of every
single minute in a window, and reads the definition in the most literal way.

    python3 edge/desk/tests/hours.py ANSWERER            a sample, in seconds
    python3 edge/desk/tests/hours.py ANSWERER --all      everything, more than a million evaluations
    python3 edge/desk/tests/hours.py --cases N           every Nth of the sample with its answer, to ask elsewhere
"""

import json
import os
import subprocess
import sys
import threading
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo, available_timezones

DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
FIRST, LAST = (int(datetime(year, 1, 1, tzinfo=timezone.utc).timestamp()) for year in (2024, 2038))
PAST = int(datetime(2026, 1, 1, tzinfo=timezone.utc).timestamp())
DAY, MINUTE = 86_400, 60
# The window: all that can follow within a week of a transition, and an overnight interval before it.
BEFORE, AFTER = 3 * DAY, 8 * DAY + 3 * 3_600


def clock(minutes):
    minutes %= 1_440
    return f"{minutes // 60:02}:{minutes % 60:02}"


def every(*intervals, days=DAYS):
    return [{"day": day, "from": a, "to": b} for day in days for a, b in intervals]


def templates(on, before, after):
    """Hours around a transition: `on` is its date, the clock goes from `before` to `after` minutes."""
    low, high = min(before, after), max(before, after)
    inside = clock((low + high) // 2)
    day = on.isoformat()
    eve = (on - timedelta(days=1)).isoformat()
    morrow = (on + timedelta(days=1)).isoformat()
    weekday = DAYS[on.weekday()]

    def special(when, *intervals):
        return {"date": when, "intervals": [{"from": a, "to": b} for a, b in intervals]}

    return [
        (every(), []),
        (every(("00:00", "24:00")), []),
        (every(("00:00", "00:00")), []),
        (every(("09:00", "17:00")), []),
        (every(("09:00", "12:00"), ("13:30", "18:00"), days=DAYS[:5]), []),
        (every(("22:00", "06:00")), []),
        (every(("22:00", "06:00"), days=[weekday]), []),
        (every((clock(low), clock(high)), ("12:00", "12:01")), []),
        (every((inside, clock(high))), []),
        (every((clock(low - 10), inside)), []),
        (every((inside, inside), days=[weekday]), []),
        (every((clock(low), clock(low + 1))), []),
        (every((clock(high), clock(high + 1))), []),
        (every(("23:59", "00:01")), []),
        (every(("00:00", clock(high)) if high % 1_440 else ("00:00", "00:30")), []),
        (every((clock(low - 30), "24:00")), []),
        (every(("09:00", "17:00")), [special(day)]),
        (every(("22:00", "06:00")), [special(day)]),
        (every(("22:00", "06:00")), [special(eve)]),
        (every(), [special(day, ("00:00", "24:00"))]),
        (every(("00:00", "24:00")), [special(day, ("10:00", "14:00")), special(morrow)]),
        (every(("20:00", "04:00")), [special(eve, (inside, clock(high + 5))), special(day, ("23:00", "02:30"))]),
        (every(("02:00", "03:00"), ("01:30", "02:30")), [special(morrow, ("02:00", "02:00"))]),
    ]


def offset(zone, second):
    return int(datetime.fromtimestamp(second, zone).utcoffset().total_seconds())


def transitions(zone):
    """Every instant at which the offset changes."""
    found, step = [], 6 * 3_600
    last = offset(zone, FIRST)
    for second in range(FIRST + step, LAST, step):
        now = offset(zone, second)
        if now != last:
            low, high = second - step, second
            while high - low > 1:
                middle = (low + high) // 2
                if offset(zone, middle) == last:
                    low = middle
                else:
                    high = middle
            found.append(high)
            last = now
    return found


def walls(zone, first, last):
    """The date and the minute of the day that the clock shows, for each minute."""
    shown = (datetime.fromtimestamp(second, zone) for second in range(first, last, MINUTE))
    return [(wall.date(), wall.hour * 60 + wall.minute) for wall in shown]


def number(text):
    return int(text[:2]) * 60 + int(text[3:])


def parts(weekly, exceptions, when):
    for exception in exceptions:
        if exception["date"] == when.isoformat():
            return [(number(one["from"]), number(one["to"])) for one in exception["intervals"]]
    return [(number(one["from"]), number(one["to"])) for one in weekly if one["day"] == DAYS[when.weekday()]]


def openings(weekly, exceptions, shown):
    """Whether it is open, for each minute, as the definition says."""
    marks = {}

    def day(when):
        if when not in marks:
            mark = [False] * 1_440
            for begin, end in parts(weekly, exceptions, when):
                for minute in range(begin, 1_440 if end <= begin else end):
                    mark[minute] = True
            for begin, end in parts(weekly, exceptions, when - timedelta(days=1)):
                if end <= begin:
                    for minute in range(end):
                        mark[minute] = True
            marks[when] = mark
        return marks[when]

    return [day(when)[minute] for when, minute in shown]


def cases(name, zone, at):
    """All cases around one transition."""
    first = (at - BEFORE) // MINUTE * MINUTE
    shown = walls(zone, first, at + AFTER)
    wall = datetime.fromtimestamp(at, zone)
    before = datetime.fromtimestamp(at - 1, zone) + timedelta(seconds=1)
    minutes = [moment.hour * 60 + moment.minute for moment in (before, wall)]
    for weekly, exceptions in templates(wall.date(), *minutes):
        open_at = openings(weekly, exceptions, shown)
        changes = [
            first + place * MINUTE
            for place in range(1, len(open_at))
            if open_at[place] != open_at[place - 1]
        ]
        near = [change for change in changes if abs(change - at) < DAY]
        asked = {at - 1, at, at + 1, at - 3_599, at + 1_801, at + 7 * 3_600, at - DAY - 1}
        asked.update(change + by for change in near[:4] for by in (-1, 0))
        hours = {"zone": name, "weekly": weekly, "exceptions": exceptions}
        for second in sorted(asked):
            is_open = open_at[(second - first) // MINUTE]
            following = next((change for change in changes if change > second), None)
            yield hours, second, is_open, following, first + len(open_at) * MINUTE


def iso(second):
    return datetime.fromtimestamp(second, timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def chosen(is_all):
    names = sorted(name for name in available_timezones() if name not in ("Factory", "localtime"))
    if is_all:
        return names, None
    some = ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "Asia/Gaza",
            "America/St_Johns", "Antarctica/Troll", "Pacific/Chatham", "Asia/Kathmandu", "UTC"]
    return [name for name in some if name in names], 2


def questions(is_all, last=LAST):
    names, most = chosen(is_all)
    for name in names:
        zone = ZoneInfo(name)
        known = [at for at in transitions(zone) if at < last]
        # A zone without any is asked once, in the middle.
        around = known[-(most or 1_000):] or [(FIRST + last) // 2]
        for at in around:
            yield from cases(name, zone, at)


def expected(following, end):
    """What `next_change` must be; past the window it is later than its end, or never."""
    return {"next_change": following and iso(following), "end": iso(end)}


def fits(told, wanted):
    if wanted["next_change"] is None:
        return told is None or told >= wanted["end"]
    return told == wanted["next_change"]


def compare(answerer, is_all):
    process = subprocess.Popen([answerer], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    asked, room = [], threading.Semaphore(200_000)

    def ask():
        for hours, second, is_open, following, end in questions(is_all):
            room.acquire()
            asked.append((hours, second, is_open, expected(following, end)))
            process.stdin.write(json.dumps({**hours, "at": iso(second)}) + "\n")
        process.stdin.close()

    asking = threading.Thread(target=ask)
    asking.start()
    count, zones = 0, set()
    for line in process.stdout:
        hours, second, is_open, wanted = asked[count]
        asked[count] = None
        room.release()
        count += 1
        zones.add(hours["zone"])
        answer = json.loads(line)
        if answer.get("open") != is_open or not fits(answer.get("next_change"), wanted):
            process.kill()
            question = json.dumps({**hours, "at": iso(second)})
            print(f"{question}\nanswered {line.strip()}\nexpected open: {is_open}, {wanted}", flush=True)
            os._exit(1)
    asking.join()
    if process.wait() != 0 or count == 0 or count != len(asked):
        sys.exit(f"{count} answers to {len(asked)} questions")
    print(f"Hours: {count:,} evaluations in {len(zones)} zones, no difference from zoneinfo.")


def main():
    if sys.argv[1] == "--cases":
        # Two databases agree on what has been; what governments will decide they expect differently.
        for place, (hours, second, is_open, following, end) in enumerate(questions(False, PAST)):
            if place % int(sys.argv[2]) == 0:
                answer = {"open": is_open, "next_change": following and following * 1_000, "end": end * 1_000}
                print(json.dumps({"hours": hours, "at": second * 1_000, **answer}))
    else:
        compare(sys.argv[1], "--all" in sys.argv)


main()
