"""Reads every csv of an archive of published payments with pandas into one Parquet file.

The same script as pack_polars.py, as most analysts have it. Arguments: archive, Parquet file.
"""
import csv
import io
import re
import sys
import zipfile

import pandas as pd

AMOUNT = re.compile(r"amount|value|net|gross|total|£|spend", re.I)
PAYEE = re.compile(r"supplier|payee|vendor|merchant|beneficiary|recipient", re.I)
DATE = re.compile(r"date|paid", re.I)


def text_of(data):
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            pass
    return data.decode("latin-1")


def heading(rows):
    for i, row in enumerate(rows):
        if len(row) > 2 and any(AMOUNT.search(c) for c in row) and any(PAYEE.search(c) for c in row):
            return i
    return None


def column(names, pattern, prefer=()):
    for want in prefer:
        for n in names:
            if n.strip().lower() == want:
                return n
    return next((n for n in names if pattern.search(n)), None)


def first_rows(text):
    rows = []
    for row in csv.reader(io.StringIO(text, newline="")):
        rows.append(row)
        if len(rows) == 30:
            break
    return rows


def read(name, data):
    text = text_of(data)
    at = heading(first_rows(text))
    if at is None:
        return None
    t = pd.read_csv(io.StringIO(text), skiprows=at, dtype=str, on_bad_lines="skip", engine="python", keep_default_na=False)
    t.columns = [str(c) for c in t.columns]
    amount = column(t.columns, AMOUNT, ("amount", "amount (£)", "£"))
    payee, date = column(t.columns, PAYEE, ("supplier",)), column(t.columns, DATE, ("date",))
    if amount is None or payee is None:
        return None
    money = t[amount].str.replace(r"[£,\s\"]", "", regex=True).str.replace(r"^\((.*)\)$", r"-\1", regex=True)
    t = pd.DataFrame({"file": name, "payee": t[payee], "date": pd.to_datetime(t[date], format="mixed", dayfirst=True, errors="coerce") if date else pd.NaT,
                      "amount": pd.to_numeric(money, errors="coerce"), "rest": t.agg("\x1f".join, axis=1)})
    return t[t["amount"].notna() & (t["payee"].str.strip() != "")]


def main():
    parts, failed = [], 0
    with zipfile.ZipFile(sys.argv[1]) as z:
        for name in z.namelist():
            if not name.lower().endswith((".csv", ".xls", ".xlsx")):
                continue
            try:
                t = read(name, z.read(name))
            except Exception:
                t = None
            if t is None:
                failed += 1
            else:
                parts.append(t)
    all_of_it = pd.concat(parts, ignore_index=True)
    all_of_it.to_parquet(sys.argv[2], compression="snappy")
    print(len(parts), "files,", failed, "passed over,", len(all_of_it), "rows", file=sys.stderr)


main()
