"""How much a reader takes in: far above honest documents, far below what would fill a laptop's memory."""

FILE_BYTES = 256 << 20  # of a file that is read whole; the longest scanned gazettes have about 100 MB
TEXT_CHARACTERS = 20_000_000  # of one document; the Civil Code has 0.1 million, a year of a gazette 10 million
MARKUP_BYTES = 32 << 20  # of one XML part or HTML page; a parsed tree takes ten times as much
PAGES = 5_000  # of a PDF; the thickest yearbooks have 2,000
OCR_PAGES = 300  # of a scan; a page takes some seconds
ROWS = 200_000  # of a table or a file of records
COLUMNS = 500  # of a table; spreadsheets have 16,384, mostly empty
MEMBERS = 20_000  # of an archive
ARCHIVE_BYTES = 2 << 30  # all that is unpacked of an archive, those inside it included
RATIO = 200  # unpacked to packed bytes of a member; text seldom reaches 20, a zip bomb has 1,000
RATIO_FLOOR = 1 << 20  # smaller members may have any ratio: a page of blanks packs well
NESTING = 3  # archives inside archives, messages inside messages
JSON_DEPTH = 100  # lists and objects inside one another
