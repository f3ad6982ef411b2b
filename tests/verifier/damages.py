# SPDX-License-Identifier: Apache-2.0
"""The damaged records that both verifiers look at, as (base, name, damage[, expected statuses[, options]])."""
import os
import shutil


def edit(file, old, new, count=1):
    """Replaces bytes of a file, which must have them."""
    def damage(folder):
        path = folder / file
        data = path.read_bytes()
        assert old.encode() in data, f"{file} has no {old}"
        path.write_bytes(data.replace(old.encode(), new.encode(), count))
    return damage


def remove(*files):
    def damage(folder):
        for pattern in files:
            found = list(folder.glob(pattern))
            assert found, pattern
            for path in found:
                shutil.rmtree(path) if path.is_dir() else path.unlink()
    return damage


def put(file, data=b""):
    def damage(folder):
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).write_bytes(data)
    return damage


def copy(source, target):
    return lambda folder: put(target, (folder / source).read_bytes())(folder)


def flip(file, at):
    """Changes one bit of this byte; counted from the end if negative."""
    def damage(folder):
        path = next(folder.glob(file))
        data = bytearray(path.read_bytes())
        data[at] ^= 1
        path.write_bytes(data)
    return damage


def cut(file, by=1):
    return lambda folder: os.truncate(folder / file, (folder / file).stat().st_size - by)


def append(file, data):
    return lambda folder: (folder / file).write_bytes((folder / file).read_bytes() + data)


def swap(one, other):
    def damage(folder):
        a, b = (folder / one).read_bytes(), (folder / other).read_bytes()
        (folder / one).write_bytes(b)
        (folder / other).write_bytes(a)
    return damage


def both(*damages):
    return lambda folder: [damage(folder) for damage in damages] and None


def lines(file, change):
    """Changes the list of a file's lines."""
    def damage(folder):
        path = folder / file
        path.write_bytes(b"".join(change(path.read_bytes().splitlines(keepends=True))))
    return damage


def link(file):
    return lambda folder: (folder / file).symlink_to("manifest.json")


def folder_at(file):
    return lambda folder: (folder / file).mkdir(parents=True)


RESULT_FILES = ("tally.json", "decryptions", "result.json")
SIMULATED = [("result", name, damage, *more) for name, damage, *more in [
    ("nothing", lambda folder: None, (0,)),
    ("no manifest", remove("manifest.json")),
    ("empty manifest", put("manifest.json")),
    ("manifest not JSON", put("manifest.json", b"{")),
    ("manifest with a blank", append("manifest.json", b" ")),
    ("manifest with a byte order mark", lines("manifest.json", lambda l: [b"\xef\xbb\xbf"] + l)),
    ("manifest with a key twice", edit("manifest.json", '"format"', '"id": "village", "format"')),
    ("manifest with another group", edit("manifest.json", "ristretto255", "ed25519")),
    ("manifest with deniable", edit("manifest.json", '"last"', '"deniable"')),
    ("manifest with another threshold", edit("manifest.json", '"threshold": 2', '"threshold": 3')),
    ("manifest with a low threshold", edit("manifest.json", '"threshold": 2', '"threshold": 1')),
    ("manifest with an odd number", edit("manifest.json", '"threshold": 2', '"threshold": 2.0')),
    ("manifest with another title", edit("manifest.json", "Village", "Willage")),
    ("manifest with a hidden character", edit("manifest.json", "Village", "Vil\u200blage")),
    ("manifest with half a surrogate", edit("manifest.json", "Village", "\\ud800")),
    ("manifest with a wrong language", edit("manifest.json", '"ky"', '"ky_KG"')),
    ("manifest with a language twice", edit("manifest.json", '"ky"', '"EN"')),
    ("manifest with a time", edit("manifest.json", '"group"', '"opens": "2027-02-29T08:00:00Z", "group"')),
    ("manifest with an impossible rule", edit("manifest.json", '"min": 1, "max": 3}', '"min": 9, "max": 99}')),
    ("manifest with an unknown option", edit("manifest.json", '{"candidate-1": 1', '{"candidate-9": 1')),
    ("no keys", remove("keys.json")),
    ("keys with an unknown key", edit("keys.json", '{"format"', '{"colour":1,"format"')),
    ("keys with another threshold", edit("keys.json", '"threshold":2', '"threshold":3')),
    ("keys with another name", edit("keys.json", '"name":"', '"name":"X')),
    ("keys with a blank name", edit("keys.json", '"name":"', '"name":" ')),
    ("keys with a wrong index", edit("keys.json", '"index":2', '"index":1')),
    ("keys with a wrong proof", edit("keys.json", '"response":"', '"response":"0123456789abcdef"+"')),
    ("no roll", remove("roll.csv")),
    ("roll without the last line end", cut("roll.csv")),
    ("roll with a blank line", append("roll.csv", b"\n")),
    ("roll without a voter", lines("roll.csv", lambda l: l[:1] + l[2:])),
    ("roll out of order", lines("roll.csv", lambda l: l[:1] + l[:0:-1])),
    ("roll with a voter twice", lines("roll.csv", lambda l: l + l[-1:])),
    ("roll with weight 0", lines("roll.csv", lambda l: l[:-1] + [l[-1].replace(b",1\n", b",0\n")])),
    ("roll with weight 2", lines("roll.csv", lambda l: l[:-1] + [l[-1].replace(b",1\n", b",2\n")])),
    ("roll with weight 01", lines("roll.csv", lambda l: l[:-1] + [l[-1].replace(b",1\n", b",01\n")])),
    ("roll with a row that is no element", append("roll.csv", b"f" * 64 + b",village,1\n")),
    ("roll with the identity", lines("roll.csv", lambda l: l[:1] + [b"0" * 64 + b",village,1\n"] + l[1:])),
    ("roll with another district", lines("roll.csv", lambda l: l[:-1] + [l[-1].replace(b"village", b"town")])),
    ("roll with CRLF", lines("roll.csv", lambda l: [x.replace(b"\n", b"\r\n") for x in l])),
    ("no board.json", remove("board.json")),
    ("board.json of another format", edit("board.json", "evote-board-1", "evote-board-2")),
    ("board.json with a blank", append("board.json", b" ")),
    ("board.json with another origin", edit("board.json", '"origin":"evote/', '"origin":"vote/')),
    ("board.json with a wrong id of its key", edit("board.json", '"key":"evote/village+', '"key":"evote/village+0')),
    ("no election.json", remove("election.json")),
    ("election.json too large", copy("keys.json", "election.json")),
    ("election.json with another fingerprint", edit("election.json", '"fingerprint":"', '"fingerprint":"00', 1)),
    ("election.json with white space", append("election.json", b"\n\n"), (0,)),
    ("no fingerprint announced", lambda folder: None, (5,), []),
    ("half a fingerprint announced", lambda folder: None, (2,), ["--fingerprint", "0" * 32]),
    ("an empty fingerprint announced", lambda folder: None, (2,), ["--fingerprint", ""]),
    ("another fingerprint announced", lambda folder: None, (1,), ["--fingerprint", "0" * 64]),
    ("another fingerprint announced, spoken", lambda folder: None, (1,), ["--fingerprint", "00000 " * 8]),

    ("no seals", remove("ceremony/seal-*"), (5,)),
    ("one seal", remove("ceremony/seal-2.note", "ceremony/seal-3.note"), (5,)),
    ("two seals", remove("ceremony/seal-2.note"), (0,)),
    ("a seal with a wrong signature", flip("ceremony/seal-1.note", -5)),
    ("a seal of another trustee", copy("ceremony/seal-2.note", "ceremony/seal-1.note")),
    ("a seal of another fingerprint", lines("ceremony/seal-1.note", lambda l: l[:1] + [b"0" * 64 + b"\n"] + l[2:])),
    ("a seal with a third line", lines("ceremony/seal-1.note", lambda l: l[:2] + [b"x\n"] + l[2:])),
    ("a seal without signatures", lines("ceremony/seal-1.note", lambda l: l[:2])),
    ("a seal by nobody's seat", copy("ceremony/seal-1.note", "ceremony/seal-4.note")),
    ("no notes of the ceremony", remove("ceremony/join-*", "ceremony/deal-*", "ceremony/check-*"), (5,)),
    ("no notes of the ceremony and a damaged seal",
     both(remove("ceremony/join-*", "ceremony/deal-*", "ceremony/check-*"), flip("ceremony/seal-1.note", -5))),
    ("a join note is missing", remove("ceremony/join-2.note")),
    ("a deal note is missing", remove("ceremony/deal-2.note")),
    ("a check note is missing", remove("ceremony/check-2.note")),
    ("a check note that accuses", edit("ceremony/check-2.note", "\n\n", "\naccused 1\n\n")),
    ("a join note with another name", edit("ceremony/join-1.note", "name ", "name X")),
    ("a deal note with another share", edit("ceremony/deal-1.note", "share 2 ", "share 3 ")),
    ("two deal notes swapped", swap("ceremony/deal-1.note", "ceremony/deal-2.note")),
    ("a note that is no note", put("ceremony/deal-1.note", b"hello\n")),
    ("an answer that nobody asked for", copy("ceremony/check-1.note", "ceremony/answer-1.note")),
    ("a note signed twice", lines("ceremony/check-1.note", lambda l: l + l[-1:]), (0,)),
    ("a note with a stranger's signature", append("ceremony/check-1.note", "\u2014 stranger AAAAAAAA\n".encode()), (0,)),
    ("a note with a signature that is too short", append("ceremony/check-1.note", "\u2014 stranger AAAA\n".encode())),

    ("no checkpoint", remove("board/checkpoint")),
    ("checkpoint that is no note", copy("manifest.json", "board/checkpoint")),
    ("checkpoint with another size", edit("board/checkpoint", "\n21\n", "\n20\n")),
    ("checkpoint with a wrong signature", flip("board/checkpoint", -5)),
    ("checkpoint with a stranger's line", both(append("board/checkpoint", "\u2014 stranger AAAAAAAA\n".encode()),
                                               append("board/closed", "\u2014 stranger AAAAAAAA\n".encode())), (0,)),
    ("checkpoint with a line that closed has not", append("board/checkpoint", "\u2014 stranger AAAAAAAA\n".encode()), (0, 1)),
    ("no closed", remove("board/closed")),
    ("closed empty", put("board/closed")),
    ("closed changed", append("board/closed", b"\n")),
    ("closed but nothing after it", remove("board/closed", *RESULT_FILES), (5,)),
    ("a byte of a ballot's version", flip("board/tile/entries/000.p/21", 2)),
    ("a byte of a ballot's credential", flip("board/tile/entries/000.p/21", 70)),
    ("a byte of a ballot's proof", flip("board/tile/entries/000.p/21", 1000)),
    ("a byte of an entry's length", flip("board/tile/entries/000.p/21", 1)),
    ("a byte of a narrower form", flip("board/tile/entries/000.p/20", 100)),
    ("a narrower form that is cut", cut("board/tile/0/000.p/20")),
    ("no narrower form", remove("board/tile/*/000.p/20"), (0,)),
    ("entries cut", cut("board/tile/entries/000.p/21")),
    ("entries with more", append("board/tile/entries/000.p/21", b"\0\0")),
    ("no entries", remove("board/tile/entries/000.p/21")),
    ("a hash changed", flip("board/tile/0/000.p/21", 5)),
    ("a hash tile is missing", remove("board/tile/0/000.p/21")),
    ("a wider form", copy("board/tile/0/000.p/21", "board/tile/0/000.p/22")),
    ("a full form", copy("board/tile/0/000.p/21", "board/tile/0/000")),
    ("a full form instead", both(copy("board/tile/0/000.p/21", "board/tile/0/000"), remove("board/tile/0/000.p/21"))),
    ("a tile beyond the end", put("board/tile/0/001.p/1", bytes(32))),
    ("a tile of another level", put("board/tile/1/000.p/1", bytes(32))),
    ("a tile with an odd name", put("board/tile/0/1", bytes(32))),
    ("a file in the board's folder", put("board/notes.txt")),
    ("an unfinished file", put("board/.new")),
    ("a folder in the board's folder", folder_at("board/empty")),
    ("a link in the board's folder", link("board/link")),

    ("no tally", remove("tally.json")),
    ("no tally and nothing after it", remove(*RESULT_FILES), (5,)),
    ("tally with another count", edit("tally.json", '"counted":20', '"counted":19')),
    ("tally with white space", append("tally.json", b"\n")),
    ("tally empty", put("tally.json")),
    ("decryptions missing", remove("decryptions"), (1, 5)),
    ("decryption missing", remove("decryptions/2.json", "result.json"), (5,)),
    ("decryption missing that the result names", remove("decryptions/2.json")),
    ("decryption by another trustee", copy("decryptions/2.json", "decryptions/1.json")),
    ("decryption of another tally", edit("decryptions/1.json", '"tally":"', '"tally":"00')),
    ("decryption with a wrong share", lambda f: edit("decryptions/1.json", first_share(f, 1), first_share(f, 2))(f)),
    ("decryption with a wrong response", edit("decryptions/1.json", '"response":"', '"response":"0')),
    ("decryption without a seat", copy("decryptions/1.json", "decryptions/9.json")),
    ("decryption with a leading zero", copy("decryptions/1.json", "decryptions/01.json")),
    ("no result", remove("result.json"), (5,)),
    ("another total", edit("result.json", '"candidate-1":', '"candidate-1":1')),
    ("a result with trustees out of order", edit("result.json", "[1,2]", "[2,1]")),
    ("a result with one trustee", edit("result.json", "[1,2]", "[1]")),
    ("a result with trustee 3", edit("result.json", "[1,2]", "[1,3]")),
    ("a result of another election", edit("result.json", '"election":"', '"election":"00')),
    ("another file", put("notes.txt")),
    ("a file with an odd name", put(os.fsdecode(b"\x1b[31m\xff"))),
    ("another folder", folder_at("empty")),
    ("a link", link("link")),
    ("a link in place of a file", both(remove("tally.json"), link("tally.json"))),
    ("evidence", put("ceremony/evidence/join-1-0000000000000000.note")),
    ("a folder for evidence", folder_at("ceremony/evidence"), (0,)),
    ("a temporary file", put("ceremony/.join-1.note.00ff.tmp")),
    ("files of systems", both(put(".DS_Store"), put("ceremony/._join-1.note"), put("Thumbs.db"), put("desktop.ini")), (0,)),
    ("files of systems in the log", both(put("board/.DS_Store"), put("board/tile/0/Thumbs.db")), (0,)),
    ("a file of a system as evidence", put("ceremony/evidence/.DS_Store"), (0,)),
    ("a folder like a system's file", folder_at("._folder")),
    ("nothing at all", remove("*"), (3,)),
    ("nothing of a record", both(remove("*"), put("notes.txt")), (3,)),
]] + [("ballots", name, damage, *more) for name, damage, *more in [
    ("an unfinished file", put("board/.new"), (5,)),
    ("a wider form", copy("board/tile/0/000.p/20", "board/tile/0/000.p/21"), (5,)),
    ("a full form", copy("board/tile/0/000.p/20", "board/tile/0/000"), (1, 5)),
    ("full forms instead", both(copy("board/tile/0/000.p/20", "board/tile/0/000"), remove("board/tile/0/000.p/20"),
                                copy("board/tile/entries/000.p/20", "board/tile/entries/000"),
                                remove("board/tile/entries/000.p/20")), (1, 5)),
    ("a tile beyond the end", put("board/tile/0/001.p/1", bytes(32)), (5,)),
    ("a closed that is not", copy("board/checkpoint", "board/closed")),
    ("a byte of a ballot", flip("board/tile/entries/000.p/20", 1000)),
    ("a tally", copy("roll.csv", "tally.json")),
    ("a decryption", copy("roll.csv", "decryptions/1.json"), (1, 5)),
]] + [("seal", name, damage, *more) for name, damage, *more in [
    ("no checkpoint", remove("board"), (5,)),
    ("no seals", remove("ceremony/seal-*"), (5,)),
    ("no election", remove("election.json", "board"), (5,)),
    ("no board", remove("board.json", "election.json", "board"), (5,)),
]]


def first_share(folder, number):
    return (folder / f"decryptions/{number}.json").read_text().split('"shares":["')[1][:64]
