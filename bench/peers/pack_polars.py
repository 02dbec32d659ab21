"""Reads every csv of an archive of published payments with polars into one Parquet file.

An able analyst's script: finds the heading row by its words, the supplier, date and amount columns by
theirs, cleans amounts, leaves out lines without an amount, and passes over what it cannot read.
Arguments: archive, Parquet file.
"""
import io
import re
import sys
import zipfile

import polars as pl

AMOUNT = re.compile(r"amount|value|net|gross|total|£|spend", re.I)
PAYEE = re.compile(r"supplier|payee|vendor|merchant|beneficiary|recipient", re.I)
DATE = re.compile(r"date|paid", re.I)
FORMATS = ("%d/%m/%Y", "%d/%m/%y", "%d-%b-%y", "%d-%b-%Y", "%Y-%m-%d", "%d.%m.%Y", "%d %B %Y")


def text_of(data):
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            pass
    return data.decode("latin-1")


def heading(lines):
    for i, line in enumerate(lines[:30]):
        if AMOUNT.search(line) and PAYEE.search(line) and line.count(",") >= 2:
            return i
    return None


def column(names, pattern, prefer=()):
    for want in prefer:
        for n in names:
            if n.strip().lower() == want:
                return n
    return next((n for n in names if pattern.search(n)), None)


def day(date):
    if date is None:
        return pl.lit(None, dtype=pl.Date)
    return pl.coalesce(pl.col(date).str.strip_chars().str.to_date(f, strict=False) for f in FORMATS)


def read(name, data):
    text = text_of(data).replace("\r\n", "\n").replace("\r", "\n")
    at = heading(text.split("\n", 30))
    if at is None:
        return None
    body = text.split("\n", at)[at]
    t = pl.read_csv(io.StringIO(body), infer_schema=False, truncate_ragged_lines=True, ignore_errors=True)
    amount = column(t.columns, AMOUNT, ("amount", "amount (£)", "£"))
    payee, date = column(t.columns, PAYEE, ("supplier",)), column(t.columns, DATE, ("date",))
    if amount is None or payee is None:
        return None
    money = pl.col(amount).str.replace_all(r"[£,\s\"]", "").str.replace(r"^\((.*)\)$", "-$1")
    t = t.select(
        file=pl.lit(name), payee=pl.col(payee), date=day(date),
        amount=money.cast(pl.Float64, strict=False), rest=pl.concat_str(pl.all().fill_null(""), separator="\x1f"),
    )
    return t.filter(pl.col("amount").is_not_null() & (pl.col("payee").fill_null("").str.strip_chars() != ""))


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
    all_of_it = pl.concat(parts)
    all_of_it.write_parquet(sys.argv[2], compression="snappy")
    print(len(parts), "files,", failed, "passed over,", all_of_it.height, "rows", file=sys.stderr)


main()
