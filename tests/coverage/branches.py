"""What the tests reach, out of `llvm-cov-19 export`: branches.py EXPORT.json SOURCE [NAME]

Every branch of the files in whole.txt must have gone both ways, except for the arms that exceptions.txt gives a reason
for; of the rooms in rooms.txt a share of the lines and branches. An exception that no arm needs any more is a fault too.
A branch of a macro counts where the macro is used. Prints `prove:` lines with NAME before them; "coverage" if not given.
"""
import collections
import json
import pathlib
import sys

HERE = pathlib.Path(__file__).parent
EXPANSION = 1  # kind of a region: the place where a macro is used


def words(name):
    """The lines of a list, split at '|'."""
    for line in (HERE / name).read_text().splitlines():
        if line.strip() and not line.startswith("#"):
            yield [part.strip() for part in line.split("|")]


def branches_of(function, source):
    """(file, line, column within macros, …) of each branch → how often it went each way."""
    used = {region[6]: region for region in function["regions"] if region[7] == EXPANSION}
    for branch in function["branches"]:
        place, file_id = (branch[0], branch[1]), branch[6]
        while file_id in used:  # out of the macro, to where it is used
            place, file_id = (used[file_id][0], used[file_id][1]) + place, used[file_id][5]
        path = function["filenames"][file_id]
        if path.startswith(source):
            yield (path[len(source):].lstrip("/"),) + place, branch[4], branch[5]


def all_branches(export, source, wanted):
    """Several instances of a template, or a header in several programs, are one place."""
    found = collections.defaultdict(lambda: [0, 0])
    for function in export["functions"]:
        for place, yes, no in branches_of(function, source):
            if place[0] in wanted:
                found[place][0] += yes
                found[place][1] += no
    return found


class Exceptions:
    """FILE, or * for any | text on the line | yes, no or both | reason"""

    def __init__(self):
        self.rows = list(words("exceptions.txt"))
        self.used = set()
        for row in self.rows:
            if len(row) != 4 or row[2] not in ("yes", "no", "both") or not row[3]:
                sys.exit(f"exceptions.txt: {' | '.join(row)}: write FILE | text | yes, no or both | reason")

    def excuse(self, file, text, arm):
        for number, (of_file, part, arms, _) in enumerate(self.rows):
            if of_file in (file, "*") and part in text and arms in (arm, "both"):
                self.used.add(number)
                return True
        return False

    def unused(self):
        return [" | ".join(row) for number, row in enumerate(self.rows) if number not in self.used]


def judge_whole(export, source, name):
    """Prints one line a concern; the number of its faults."""
    concerns = collections.defaultdict(list)
    for concern, file in words("whole.txt"):
        concerns[concern].append(file)
    exceptions = Exceptions()
    built = {file["filename"].removeprefix(source + "/") for file in export["files"]}
    faults = 0
    for concern, files in concerns.items():
        branches = all_branches(export, source, files)
        excused, missed = 0, 0
        for place, counts in sorted(branches.items()):
            text = pathlib.Path(source, place[0]).read_text().splitlines()[place[1] - 1].strip()
            for arm, count in zip(("yes", "no"), counts):
                if count > 0:
                    continue
                if exceptions.excuse(place[0], text, arm):
                    excused += 1
                    continue
                missed += 1
                print(f"{place[0]}:{place[1]}:{place[2]}: never {arm}: {text}")
        for file in sorted(set(files) - built):
            print(f"{file}: in none of these programs")
            missed += 1
        print(f"{concern}: {2 * len(branches)} arms of {len(branches)} branches in {', '.join(files)}: "
              f"{missed} not reached, {excused} excepted")
        print(f"prove: {name}-{concern} cases={2 * len(branches) - excused} failures={missed} seed=-")
        faults += missed
    for row in exceptions.unused():
        print(f"exceptions.txt: no longer needed, take it out: {row}")
        faults += 1
    return faults


def share(files, what):
    count = sum(file["summary"][what]["count"] for file in files)
    covered = sum(file["summary"][what]["covered"] for file in files)
    return count, covered, 100.0 * covered / count if count else 0.0


def judge_rooms(export, source, name):
    faults = 0
    for room, *least in words("rooms.txt"):
        files = [file for file in export["files"] if file["filename"].startswith(f"{source}/{room}/")]
        for what, enough in zip(("lines", "branches"), least):
            count, covered, percent = share(files, what)
            missed = int(percent < float(enough))
            print(f"{room}: {percent:.1f} % of {count} {what} in {len(files)} files (at least {enough} %)")
            print(f"prove: {name}-{room.replace('/', '-')}-{what} cases={covered} failures={missed} seed=-")
            faults += missed
    return faults


def main():
    export = json.loads(pathlib.Path(sys.argv[1]).read_text())["data"][0]
    source = sys.argv[2].rstrip("/")
    name = sys.argv[3] if len(sys.argv) > 3 else "coverage"
    faults = judge_whole(export, source, name) + judge_rooms(export, source, name)
    sys.exit(1 if faults else 0)


main()
