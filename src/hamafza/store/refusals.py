"""What the store may refuse."""

from hamafza.vocabulary.refusals import Refusal


class FileNotFound(Refusal):
    code = "file-not-found"


class FileNotOpened(Refusal):
    code = "file-not-opened"


class FileNotReadable(Refusal):
    code = "file-not-readable"


class DiskFull(Refusal):
    code = "disk-full"


class CannotWrite(Refusal):
    code = "cannot-write"


class FilesTheSame(Refusal):
    code = "files-the-same"


class ParametersNotSound(Refusal):
    code = "parameters-not-sound"
