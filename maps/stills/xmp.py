"""What a picture says of itself, as XMP: the form in which programs look for titles and alternative texts."""

from __future__ import annotations

from maps.drawing.shapes import Drawing
from maps.style import typeface
from maps.text.imprint import Imprint
from maps.text.names import web_address
from maps.text.xml_text import escape, quoteattr


def packet(drawing: Drawing) -> str:
    """Title, alternative text (as IPTC names it), credits, language and date of a drawing, and whose layer it shows."""
    language = quoteattr(drawing.language)
    texts = {
        "dc:title": drawing.title,
        "dc:description": drawing.description,
        "dc:rights": drawing.credits,
        "Iptc4xmpCore:AltTextAccessibility": drawing.description,
        "xmpRights:UsageTerms": drawing.imprint.licence,
    }
    properties = "".join(
        f'<{name}><rdf:Alt><rdf:li xml:lang="x-default">{_text(value)}</rdf:li>'
        f"<rdf:li xml:lang={language}>{_text(value)}</rdf:li></rdf:Alt></{name}>"
        for name, value in texts.items()
        if value
    )
    dated = f"<dc:date><rdf:Seq><rdf:li>{_text(drawing.date)}</rdf:li></rdf:Seq></dc:date>" if drawing.date else ""
    spoken = f"<dc:language><rdf:Bag><rdf:li>{_text(drawing.language)}</rdf:li></rdf:Bag></dc:language>"
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:Iptc4xmpCore="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/"'
        ' xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/"'
        ' xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:CreatorTool="coopmap">'
        f"{properties}{_whose(drawing.imprint)}{dated}{spoken}</rdf:Description></rdf:RDF></x:xmpmeta>"
        '<?xpacket end="w"?>'
    )


def _whose(imprint: Imprint) -> str:
    """Publisher, contact (as IPTC names it) and citation of a layer, as far as they are stated."""
    parts = []
    if imprint.publisher:
        publisher = _text(imprint.publisher)
        parts.append(f"<dc:creator><rdf:Seq><rdf:li>{publisher}</rdf:li></rdf:Seq></dc:creator>")
        parts.append(f"<dc:publisher><rdf:Bag><rdf:li>{publisher}</rdf:li></rdf:Bag></dc:publisher>")
    if imprint.contact:
        kind = "CiUrlWork" if web_address(imprint.contact) else "CiEmailWork"
        contact = f"<Iptc4xmpCore:{kind}>{_text(imprint.contact)}</Iptc4xmpCore:{kind}>"
        info = "Iptc4xmpCore:CreatorContactInfo"
        parts.append(f'<{info} rdf:parseType="Resource">{contact}</{info}>')
    if imprint.citation:
        cited = "dcterms:bibliographicCitation"
        parts.append(f"<{cited}>{_text(imprint.citation)}</{cited}>")
    return "".join(parts)


def _text(text: str) -> str:
    return escape(typeface.clean(text))
