"""What is wrong with a value, in Bahasa Indonesia: the sentences of the readers, which say it in English."""

from __future__ import annotations

import re
from functools import cache

from api.pages.scenario_sentences import SENTENCES
from capacity.errors import Problem

#: Beginning of the reader's sentence as a pattern -> the same in Bahasa Indonesia, with its groups.
_SENTENCES: tuple[tuple[str, str], ...] = (
    (r"(.+) is not a number\.", r"\1 bukan angka."),
    (r"(.+) is finer than can be kept: .*", r"\1 terlalu halus untuk disimpan."),
    (r"(.+) is too large: at most (.+) digits can be kept\.", r"\1 terlalu besar: paling banyak \2 angka."),
    (r"(.+) has a sign\.", r"\1 memakai tanda."),
    (r"(.+) is out of range\.", r"\1 di luar rentang."),
    (r"(.+) is not one of (.+)\.", r"\1 bukan salah satu dari \2."),
    (r"(.+) has a blank in it\.", r"\1 mengandung spasi."),
    (r"(.+) is not a day of the calendar\.", r"\1 tidak ada dalam kalender."),
    (r"(.+) is not a date\.", r"\1 bukan tanggal."),
    (r"The cell has (.+) characters; at most (.+) are read\.", r"Isinya \1 karakter; paling banyak \2."),
    (r"(.+) holds a control character or an invisible mark\.", r"\1 mengandung tanda yang tidak terlihat."),
    (r"(.+) is not in the device-type catalogue\.", r"\1 tidak ada dalam katalog tipe perangkat."),
    (r"0 cords are for what draws nothing\.", r"0 kabel hanya untuk yang tidak memakai daya."),
    (r"(.+) is before from, (.+)\.", r"\1 lebih awal daripada tanggal mulai, \2."),
    (r"There is no column (.+)\.", r"Tidak ada kolom \1."),
    (r"The column (.+) stands there twice\.", r"Kolom \1 ada dua kali."),
    (r"Column (\d+) has no name\.", r"Kolom \1 tidak bernama."),
    (r"The header has (\d+) columns\.", r"Baris judul memuat \1 kolom."),
    (r"The row has (\d+) cells; the header has (\d+) columns\.", r"Baris ini \1 sel; judulnya \2 kolom."),
    (r"The file is empty\.", r"Berkasnya kosong."),
    (r"The file is larger than (.+)\.", r"Berkasnya lebih besar dari \1."),
    (r"The file is UTF-16, not UTF-8\.", r"Berkasnya UTF-16, bukan UTF-8."),
    (r"The byte .+ \(line (\d+)\) is not UTF-8\.", r"Baris \1 bukan UTF-8."),
    (r"A quote is opened and never closed\.", r"Tanda kutip dibuka dan tidak ditutup."),
    (r"Text follows a closing quote\.", r"Ada teks setelah tanda kutip penutup."),
    (r"The value is missing\.", r"Isinya belum ada."),
    (r"There is no row under the header\.", r"Tidak ada baris di bawah judul."),
    (r"There are (\d+) rows; at most (\d+) are taken at once\.", r"Ada \1 baris; paling banyak \2."),
    (r"It is a workbook, not a CSV file\.", r"Ini buku kerja (workbook), bukan berkas CSV."),
    (r"(.+) is another agency\.", r"\1 adalah OPD lain."),
    (r"Did you mean (.+?)\? (.+)", r"Apakah maksudnya \1? {2}"),
    (r"Use one of (.+)\.", r"Pakai salah satu dari \1."),
    (r"The value must be at least (.+), without a sign\.", r"Nilainya paling sedikit \1, tanpa tanda."),
    (r"The value must be at least (.+)\.", r"Nilainya paling sedikit \1."),
    (r"The value must be (.+) to (.+), without a sign\.", r"Nilainya \1 sampai \2, tanpa tanda."),
    (r"The value must be (.+) to (.+)\.", r"Nilainya \1 sampai \2."),
    (r"The value must be (.+), without a sign\.", r"Nilainya harus \1, tanpa tanda."),
    (r"The value must be (.+)\.", r"Nilainya harus \1."),
    (r"Write a decimal point, not a comma, and no thousands separator\.",
     r"Tulis titik desimal, bukan koma, tanpa pemisah ribuan."),
    (r"Write the number out, without an exponent\.", r"Tulis angkanya lengkap, tanpa eksponen."),
    (r"Write the digits without separators\.", r"Tulis angkanya tanpa pemisah."),
    (r"Write digits, with a decimal point if needed; leave the cell empty if it is not known\.",
     r"Tulis angka, dengan titik desimal bila perlu; kosongkan bila tidak diketahui."),
    (r"Round the value\.", r"Bulatkan nilainya."),
    (r"Check the unit\.", r"Periksa satuannya."),
    (r"Correct the date\.", r"Betulkan tanggalnya."),
    (r"Correct one of the dates\.", r"Betulkan salah satu tanggal."),
    (r"Write it as YYYY-MM-DD, e\.g\. (.+)\.", r"Tulis sebagai TTTT-BB-HH, misalnya \1."),
    (r"Set power_w 0, or ask for 1 or 2 cords\.", r"Isi daya 0, atau minta 1 atau 2 kabel."),
    (r"Correct the slug, or add it to device_types\.csv\.", r"Pilih tipe dari katalog, atau kosongkan."),
    (r"Shorten it\.", r"Persingkat."),
    (r"Remove line breaks, tabs and unprintable characters from the cell\.",
     r"Hapus ganti baris, tab, dan karakter yang tidak tercetak dari sel."),
    (r"Lists are separated by blanks: use - or _ in this name\.",
     r"Daftar dipisah spasi: pakai - atau _ dalam nama ini."),
    (r"Known columns: (.+)\.", r"Kolom yang dikenal: \1."),
    (r"Remove one\.", r"Hapus salah satunya."),
    (r"Remove what is not described\.", r"Hapus yang tidak dikenal."),
    (r"Name it, or remove it\.", r"Beri nama, atau hapus."),
    (r"Remove the cells too many; .*", r"Hapus sel yang berlebih; isi berkoma ditulis dalam kutip."),
    (r"Write at least the row of column names\.", r"Tulis paling sedikit baris judul kolom."),
    (r"Save (?:it|the file) as 'CSV UTF-8'\.", r"Simpan sebagai 'CSV UTF-8'."),
    (r"Close it, or write a quote in a cell as .*", r'Tutup, atau tulis kutip dalam sel sebagai "".'),
    (r"Put the whole cell in quotes, .*", r'Tulis seluruh sel dalam kutip; kutip di dalamnya sebagai "".'),
    (r"Fill it in: .*", r"Isilah."),
    (r"Write a row for each kind of server\.", r"Tulis satu baris untuk setiap jenis server."),
    (r"Split it\.", r"Bagi berkasnya."),
    (r"Leave the cell empty: the request is your own agency's\.", r"Kosongkan: ini milik OPD Anda."),
)  # fmt: skip


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(pattern, re.DOTALL), said) for pattern, said in (*SENTENCES, *_SENTENCES))


def told(problem: Problem, code: str) -> str:
    """What is wrong and what to do, in a language; a sentence that has no translation stays as it is."""
    both = (problem.problem, problem.advice)
    return " ".join(filter(None, both if code == "en" else map(indonesian, both)))


def indonesian(sentence: str) -> str:
    """A sentence of a reader in Bahasa Indonesia; as it is, if it is none that is known."""
    for pattern, said in _patterns():
        if found := pattern.fullmatch(sentence):
            rest = re.search(r"\{(\d)\}", said)
            text = said if rest is None else said.replace(rest[0], indonesian(found[int(rest[1])]))
            return found.expand(text) if rest is None else _expand(found, text)
    return sentence


def _expand(found: re.Match[str], text: str) -> str:
    """Put the first group in; the rest was put in already, and may hold backslashes of its own."""
    return text.replace(r"\1", found[1])
