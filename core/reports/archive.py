"""A finished PDF as one to be kept for good: PDF/A-3b (ISO 19005-3), with the figures behind it attached.

The renderer sees to what stands on the pages (fonts embedded, their widths, no transparency); here is added what the
standard wants of a file: the colour space meant, what the file is in XMP, and the attachment's part in it. Which clauses
are used, and the test of each, stands in docs/paper.md.
"""

from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from xml.sax.saxutils import escape

import pikepdf
from pikepdf import Array, AttachedFileSpec, Dictionary, Name, Pdf, Stream, String

from core.reports.srgb import profile

_ZONE = "+07:00"
_PROGRAM = "แผน"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file within a PDF: the data that its pages show."""

    name: str
    mime: str
    description: str
    body: bytes


def archived(pdf: bytes, identifier: str, attachments: tuple[Attachment, ...], created: datetime) -> bytes:
    """The same pages as PDF/A-3b. ``identifier`` is what names the document (its code), ``created`` its day in Bangkok; the
    same input gives the same bytes."""
    with Pdf.open(BytesIO(pdf)) as opened:
        title, author = (str(opened.docinfo.get(key, "")) for key in ("/Title", "/Author"))
        _describe(opened, title, author, identifier, created)
        _mean_srgb(opened)
        for attachment in attachments:
            _attach(opened, attachment, created)
        target = BytesIO()
        opened.save(
            target,
            min_version="1.7",
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
        )
    return target.getvalue()


def attached(pdf: bytes) -> dict[str, bytes]:
    """The files attached to a PDF by name, in one that is none or can't be read: none."""
    try:
        with Pdf.open(BytesIO(pdf)) as opened:
            return {name: spec.get_file().read_bytes() for name, spec in opened.attachments.items()}
    except (pikepdf.PdfError, KeyError, ValueError):
        return {}


def _describe(pdf: Pdf, title: str, author: str, identifier: str, created: datetime) -> None:
    """Info and XMP that say the same."""
    moment = f"D:{created:%Y%m%d%H%M%S}+07'00'"
    told = {"Title": title, "Author": author, "Creator": _PROGRAM, "Producer": _PROGRAM}
    told |= {"CreationDate": moment, "ModDate": moment}
    info = Dictionary({f"/{key}": String(text) for key, text in told.items()})
    pdf.trailer.Info = pdf.make_indirect(info)
    at = f"{created:%Y-%m-%dT%H:%M:%S}{_ZONE}"
    xmp = _XMP.format(*(escape(text) for text in (title, author, identifier, _PROGRAM)), at=at, mark="\ufeff")
    metadata = Stream(pdf, xmp.encode("utf-8"))
    metadata.Type, metadata.Subtype = Name.Metadata, Name.XML
    pdf.Root.Metadata = pdf.make_indirect(metadata)


def _mean_srgb(pdf: Pdf) -> None:
    """Say which colours the numbers on the pages mean."""
    icc = Stream(pdf, profile())
    icc.N, icc.Alternate = 3, Name.DeviceRGB
    intent = Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFA1,
        OutputConditionIdentifier=String("sRGB IEC61966-2.1"),
        RegistryName=String("http://www.color.org"),
        Info=String("sRGB IEC61966-2.1"),
        DestOutputProfile=pdf.make_indirect(icc),
    )
    pdf.Root.OutputIntents = Array([pdf.make_indirect(intent)])


def _attach(pdf: Pdf, attachment: Attachment, created: datetime) -> None:
    pdf.attachments[attachment.name] = AttachedFileSpec(  # names it in the catalog's AF, too
        pdf,
        attachment.body,
        description=attachment.description,
        filename=attachment.name,
        mime_type=attachment.mime,
        creation_date=f"D:{created:%Y%m%d%H%M%S}+07'00'",
        mod_date=f"D:{created:%Y%m%d%H%M%S}+07'00'",
        relationship=Name.Data,
    )


_XMP = """<?xpacket begin="{mark}" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
   <pdfaid:part>3</pdfaid:part>
   <pdfaid:conformance>B</pdfaid:conformance>
  </rdf:Description>
  <rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">
   <dc:title><rdf:Alt><rdf:li xml:lang="x-default">{0}</rdf:li></rdf:Alt></dc:title>
   <dc:creator><rdf:Seq><rdf:li>{1}</rdf:li></rdf:Seq></dc:creator>
   <dc:identifier>{2}</dc:identifier>
  </rdf:Description>
  <rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/">
   <xmp:CreatorTool>{3}</xmp:CreatorTool>
   <xmp:CreateDate>{at}</xmp:CreateDate>
   <xmp:ModifyDate>{at}</xmp:ModifyDate>
  </rdf:Description>
  <rdf:Description rdf:about="" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
   <pdf:Producer>{3}</pdf:Producer>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""
