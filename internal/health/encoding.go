package health

// Decoded is a text in UTF-8, its encoding told by its bytes: UTF-8 and UTF-16
// with or without a mark, GB18030 as Chinese spreadsheets write it, else
// Windows-1252. It reports false where the bytes are no text.
func Decoded(raw []byte) (string, bool) { return decode(raw) }
