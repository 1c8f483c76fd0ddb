#!/usr/bin/env python3
"""Verifies the hash chains of an exported audit log of Marketbell, without the server and without any key.

    curl -fsS -H "X-API-Key: $KEY" "https://HOST/api/v1/audit/export?names=false" | python3 verify_audit.py

Exit status: 0 if all chains are valid, 1 if a fault was found, 2 if the input cannot be read. docs/reference/audit.md
describes the hashes. The seals need the key of the server: GET /api/v1/audit/verification checks them.
"""
import hashlib
import json
import re
import sys

BEGINNING = "0" * 64
TIME = re.compile(r"(\d+)-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?Z")


def micros(text):
    """Microseconds since 1970 of a time in UTC."""
    match = TIME.fullmatch(text)
    if not match:
        raise ValueError("not a time: " + text)
    year, month, day, hour, minute = (int(part) for part in match.groups()[:5])
    second = int(match.group(6) or 0)
    fraction = int(((match.group(7) or "") + "000000")[:6])
    # days since 1970 in the Gregorian calendar
    shifted = year - (month <= 2)
    era = shifted // 400
    of_era = shifted - era * 400
    of_year = (153 * (month + (-3 if month > 2 else 9)) + 2) // 5 + day - 1
    days = era * 146097 + of_era * 365 + of_era // 4 - of_era // 100 + of_year - 719468
    return (((days * 24 + hour) * 60 + minute) * 60 + second) * 1000000 + fraction


def hash_of(entry, previous):
    chain = entry["chain"]
    fields = ["1", previous, chain["node"], chain["position"], entry["id"], micros(entry["at"])]
    names = ["who", "action", "target", "detail", "trace_id", "address", "credential", "outcome", "about", "occurrences"]
    fields += [entry.get(name) for name in names]
    text = b""
    for field in fields:
        if field is None:
            text += b"-\n"
        else:
            value = str(field).encode("utf-8")
            text += str(len(value)).encode() + b":" + value + b"\n"
    return hashlib.sha256(text).hexdigest()


def verify(lines):
    chains, anchors, faults, unchained = {}, {}, [], 0
    hashes = {}
    for line in lines:
        if not line.strip():
            continue
        entry = json.loads(line)
        chain = entry.get("chain")
        if chain is None:
            unchained += 1
            continue
        node, position = chain["node"], chain["position"]
        place = "entry %d (node %s, position %d)" % (entry["id"], node, position)
        last, previous = chains.get(node, (0, BEGINNING))
        if position != last + 1:
            faults.append("%s follows position %d; entries between them are missing, or it was moved" % (place, last))
        elif hash_of(entry, previous) != chain["hash"]:
            faults.append("%s: its hash does not match its content and the entry before it" % place)
        chains[node] = (position, chain["hash"])
        hashes[node, position] = chain["hash"]
        if entry["action"] == "audit.anchor" and entry["who"] == "system":
            anchors[entry["target"].partition(":")[2], int(entry["detail"].split()[0])] = entry["detail"].split()[1]
    for (node, position), hashed in anchors.items():
        if hashes.get((node, position)) != hashed:
            faults.append("node %s, position %d: missing or changed; another chain contains its hash" % (node, position))
    return chains, faults, unchained


def main():
    try:
        source = open(sys.argv[1], encoding="utf-8") if len(sys.argv) > 1 else open(0, encoding="utf-8")
        with source:
            chains, faults, unchained = verify(source)
    except (OSError, ValueError, KeyError, IndexError) as e:
        print("the export cannot be read: %r" % e, file=sys.stderr)
        return 2
    for node, (position, hashed) in sorted(chains.items()):
        print("node %s: %d entries, last hash %s" % (node, position, hashed))
    print("%d entries of earlier releases without a chain" % unchained)
    for fault in faults:
        print("FAULT " + fault)
    print("%d faults" % len(faults))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
