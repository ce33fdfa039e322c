/** A tag as AWS sends it. */
export interface Tag {
  Key: string;
  Value: string;
}
