package docx

import (
	"cmp"
	"strings"
	"time"

	"reinstate/internal/plan"
)

const declaration = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"

const contentTypes = declaration + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
	`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
	`<Default Extension="xml" ContentType="application/xml"/>` +
	`<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>` +
	`<Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/>` +
	`<Override PartName="/word/settings.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.settings+xml"/>` +
	`<Override PartName="/word/header1.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"/>` +
	`<Override PartName="/word/footer1.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"/>` +
	`<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>` +
	`<Override PartName="/docProps/app.xml" ContentType="application/vnd.openxmlformats-officedocument.extended-properties+xml"/></Types>`

const relations = "http://schemas.openxmlformats.org/package/2006/relationships"

const packageRelations = declaration + `<Relationships xmlns="` + relations + `">` +
	`<Relationship Id="rId1" Type="` + officeNamespace + `/officeDocument" Target="word/document.xml"/>` +
	`<Relationship Id="rId2" Type="` + relations + `/metadata/core-properties" Target="docProps/core.xml"/>` +
	`<Relationship Id="rId3" Type="` + officeNamespace + `/extended-properties" Target="docProps/app.xml"/></Relationships>`

const documentRelations = declaration + `<Relationships xmlns="` + relations + `">` +
	`<Relationship Id="rId1" Type="` + officeNamespace + `/styles" Target="styles.xml"/>` +
	`<Relationship Id="rId2" Type="` + officeNamespace + `/settings" Target="settings.xml"/>` +
	`<Relationship Id="rId3" Type="` + officeNamespace + `/header" Target="header1.xml"/>` +
	`<Relationship Id="rId4" Type="` + officeNamespace + `/footer" Target="footer1.xml"/></Relationships>`

const app = declaration + `<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Application>Reinstate</Application></Properties>`

// settings keep Word 2013's way of laying out, so that it does not open the
// letter in its compatibility mode.
const settings = declaration + `<w:settings xmlns:w="` + mainNamespace + `"><w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/><w:compat>` +
	`<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>`

// core says who wrote what, and when.
func core(d plan.Document, dated time.Time) string {
	at := dated.UTC().Format(time.RFC3339)
	return declaration + `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"` +
		` xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">` +
		`<dc:title>` + escaped(d.Title) + `</dc:title><dc:creator>` + escaped(d.Author) + `</dc:creator><dc:language>` + escaped(cmp.Or(d.Language, "en")) + `</dc:language>` +
		`<dcterms:created xsi:type="dcterms:W3CDTF">` + at + `</dcterms:created><dcterms:modified xsi:type="dcterms:W3CDTF">` + at + `</dcterms:modified></cp:coreProperties>`
}

// styles are those of the PDF in fonts that Word and LibreOffice have: sizes
// are in half points, distances in twentieths of a point.
func styles(language string) string {
	var b strings.Builder
	b.WriteString(declaration + `<w:styles xmlns:w="` + mainNamespace + `"><w:docDefaults><w:rPrDefault><w:rPr>` +
		`<w:rFonts w:ascii="Georgia" w:hAnsi="Georgia" w:eastAsia="SimSun" w:cs="Times New Roman"/><w:color w:val="` + ink + `"/><w:sz w:val="21"/><w:szCs w:val="21"/>` +
		`<w:lang w:val="` + escaped(cmp.Or(language, "en")) + `" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault>` +
		`<w:pPrDefault><w:pPr><w:spacing w:after="120" w:line="290" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>`)
	b.WriteString(`<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>`)
	for _, s := range []struct{ id, name, paragraph, run string }{
		{"Title", "Title", `<w:keepNext/><w:spacing w:before="360" w:after="60" w:line="264" w:lineRule="auto"/>`, `<w:b/><w:sz w:val="32"/>`},
		{"Subtitle", "Subtitle", `<w:spacing w:after="280"/>`, faint},
		{"Heading1", "heading 1", `<w:keepNext/><w:keepLines/><w:spacing w:before="300" w:after="100"/><w:outlineLvl w:val="0"/>`, `<w:b/><w:sz w:val="23"/>`},
		{"Entry", "List Paragraph", `<w:spacing w:after="80"/>`, ``},
		{"Cell", "Table Text", `<w:spacing w:before="60" w:after="60" w:line="252" w:lineRule="auto"/>`, `<w:sz w:val="19"/>`},
		{"Sender", "Letterhead", `<w:spacing w:after="20" w:line="264" w:lineRule="auto"/>`, `<w:sz w:val="19"/>`},
		{"Gap", "Gap", `<w:spacing w:after="0" w:line="240" w:lineRule="auto"/>`, `<w:sz w:val="12"/>`},
		{"Header", "header", `<w:spacing w:after="0"/><w:jc w:val="center"/>`, `<w:b/><w:color w:val="B42318"/><w:spacing w:val="60"/><w:sz w:val="26"/>`},
		{"Footer", "footer", `<w:pBdr><w:top w:val="single" w:sz="4" w:space="6" w:color="` + hair + `"/></w:pBdr><w:spacing w:after="0"/>`, faint + `<w:sz w:val="17"/>`},
	} {
		b.WriteString(`<w:style w:type="paragraph" w:styleId="` + s.id + `"><w:name w:val="` + s.name + `"/><w:basedOn w:val="Normal"/><w:qFormat/>` +
			`<w:pPr>` + s.paragraph + `</w:pPr><w:rPr>` + s.run + `</w:rPr></w:style>`)
	}
	b.WriteString(`</w:styles>`)
	return b.String()
}
