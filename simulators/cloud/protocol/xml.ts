import XMLBuilder from 'fast-xml-builder';

/** What an XML element holds; undefined elements are left out, arrays repeat the element. */
export type XmlContent = string | number | boolean | undefined | XmlElement | readonly XmlContent[];

export interface XmlElement {
  readonly [name: string]: XmlContent;
}

const builder = new XMLBuilder({ ignoreAttributes: false });

/** A document with one root element in the namespace. */
export function xml(root: string, namespace: string | undefined, content: XmlElement): string {
  const attributes = namespace ? { '@_xmlns': namespace } : {};
  return builder.build({
    '?xml': { '@_version': '1.0', '@_encoding': 'UTF-8' },
    [root]: { ...attributes, ...content },
  });
}

/** A list as EC2 writes it. */
export function items(elements: readonly XmlContent[]): XmlElement {
  return { item: elements };
}

/** A list as IAM and STS write it. */
export function members(elements: readonly XmlContent[]): XmlElement {
  return { member: elements };
}
