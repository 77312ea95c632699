// The records of a layer. Made by `make bundle` from geo/model/schema.py.

export type Partner = {
  /** The partner's name as it writes it. */
  name: string;
  /** The name in a language, where it differs. */
  [key: `name_${string}`]: string;
  /** The partner's country. */
  country?: string;
  /** What the partner does. */
  role?: string;
};

export type Value = {
  /** The sum in units of the currency. */
  amount: number;
  /** The currency. */
  currency: string;
  /** How far the money has gone. */
  kind?: string;
  /** When the sum was named, agreed or paid. */
  date?: string;
  /** How exact the sum is. */
  qualifier?: string;
  /** What the sum is for. */
  [key: `label_${string}`]: string;
};

export type Figure = {
  /** What is counted. */
  [key: `label_${string}`]: string;
  /** The number. */
  value: number;
  /** The unit. */
  unit: string;
  /** When it held. */
  date?: string;
  /** How exact the number is. */
  qualifier?: string;
};

export type Dispute = {
  /** The field in dispute; without one the text is a plain note. */
  field?: string;
  /** Who says what. */
  [key: `text_${string}`]: string;
};

export type Document = {
  /** The title of the document or page. */
  title: string;
  /** Who published it. */
  publisher?: string;
  /** The publisher in a language, where it differs. */
  [key: `publisher_${string}`]: string;
  /** Its address. */
  url?: string;
  /** The address of an archived copy. */
  archive_url?: string;
  /** When it was published. */
  date?: string;
  /** When it was last read. */
  accessed?: string;
  /** Its language. */
  language?: string;
};

export type Source = {
  /** The title of the document or page. */
  title: string;
  /** Who published it. */
  publisher?: string;
  /** The publisher in a language, where it differs. */
  [key: `publisher_${string}`]: string;
  /** Its address. */
  url?: string;
  /** The address of an archived copy. */
  archive_url?: string;
  /** When it was published. */
  date?: string;
  /** When it was last read. */
  accessed?: string;
  /** Its language. */
  language?: string;
  /** The fields it supports, without the language suffix. */
  supports?: string[];
};

export type Image = {
  /** The picture file, beside the layer. */
  src: string;
  /** What the picture shows, for who cannot see it. */
  [key: `alt_${string}`]: string;
  /** Whose picture it is. */
  credit: string;
  /** Its licence. */
  licence: string;
  /** Which one it is of two pictures of the same view. */
  pair?: string;
};

export type ProjectRecord = {
  /** The project's lasting name, also the Feature's id; no two projects share it. */
  id: string;
  /** The project's name. */
  [key: `name_${string}`]: string;
  /** What it is, in plain text. */
  [key: `summary_${string}`]: string;
  /** The branch, for icon and colour. */
  sector?: string;
  /** How far it has come. */
  status?: string;
  /** The day as of which the status holds. */
  status_date?: string;
  /** When it began or is to begin. */
  start?: string;
  /** Whether the start is planned or happened. */
  start_kind?: string;
  /** When it ended or is to end. */
  end?: string;
  /** Whether the end is planned or happened. */
  end_kind?: string;
  /** The countries it lies in. */
  countries?: string[];
  /** The regions it lies in. */
  regions?: string[];
  /** What a person would call the place. */
  [key: `place_${string}`]: string;
  /** How exactly the place is known. */
  precision?: string;
  /** Radius in metres within which it lies, drawn as a ring. */
  uncertainty_m?: number;
  /** How the course of a line is known. */
  route?: string;
  /** Where the coordinates come from, such as GEONAMES 1519928, and how. */
  location_source?: string;
  /** Who takes part. */
  partners?: Partner[];
  /** The sums of money. */
  value?: Value[];
  /** Capacity, jobs, area, length and other numbers. */
  figures?: Figure[];
  /** Where sources disagree, or contradict the article. */
  disputes?: Dispute[];
  /** The documents that the facts rest on. */
  sources?: Source[];
  /** Whether the article names it. */
  article?: string;
  /** When the facts were last looked at. */
  checked?: string;
  /** Pictures; each file travels inside the page. */
  images?: Image[];
};

export type BorderChoice = {
  /** The two countries that it parts. */
  between: string;
  /** How its line is drawn. */
  drawn: string;
};

export type LayerMembers = {
  /** The layer's title. */
  [key: `title_${string}`]: string;
  /** A line under the title. */
  [key: `subtitle_${string}`]: string;
  /** Who publishes the layer and answers for it. */
  publisher?: string;
  /** The publisher in a language, where it differs. */
  [key: `publisher_${string}`]: string;
  /** Where to write about it: an address of mail or of the web. */
  contact?: string;
  /** The licence of the layer, such as CC-BY-4.0. */
  licence?: string;
  /** The version of the layer, such as 1.2. */
  version?: string;
  /** The languages that it is written in, the first one first. */
  languages?: string[];
  /** The countries that it is about; by default those named most. */
  countries?: string[];
  /** Borders that are drawn otherwise than the base map has them. */
  borders?: BorderChoice[];
  /** The date of the newest source. */
  as_of?: string;
  /** How much the layer claims; a draft when it says nothing. */
  grade?: string;
};

export type Ratio = {
  /** The other period. */
  period: string;
  /** How many times the other value it is. */
  times: number;
};

export type IndicatorValue = {
  /** The number; null where a source gives only a ratio. */
  value: number | null;
  /** How exact the number is. */
  qualifier?: string;
  /** The date or period it holds for. */
  period: string;
  /** Fact, goal, ratio or permission. */
  kind: string;
  /** From which country to which. */
  direction?: string;
  /** Growth over the year before, in per cent. */
  growth_percent?: number;
  /** The value as a multiple of another period's. */
  ratio_to?: Ratio;
  /** What the number is, where the indicator's name does not say. */
  [key: `label_${string}`]: string;
  /** What the reader must know about it. */
  [key: `text_${string}`]: string;
  /** Where it contradicts another. */
  disputes?: Dispute[];
  /** Whether it is the article's figure. */
  article?: string;
  /** The documents it rests on. */
  sources: Document[];
};

export type Indicator = {
  /** The indicator's lasting name. */
  id: string;
  /** Its name. */
  [key: `name_${string}`]: string;
  /** The unit. */
  unit: string;
  /** Its values, in the order shown. */
  values: IndicatorValue[];
};

export type Milestone = {
  /** The milestone's lasting name. */
  id: string;
  /** When it happened or began. */
  date: string;
  /** When it ended. */
  end?: string;
  /** What it is. */
  kind: string;
  /** Its name. */
  [key: `name_${string}`]: string;
  /** What it brought, in plain text. */
  [key: `summary_${string}`]: string;
  /** Where. */
  [key: `place_${string}`]: string;
  /** Longitude in degrees, WGS 84. */
  lon?: number;
  /** Latitude in degrees, WGS 84. */
  lat?: number;
  /** Where the coordinates come from. */
  location_source?: string;
  /** Whether the article names it. */
  article: string;
  /** Where sources disagree. */
  disputes?: Dispute[];
  /** The documents it rests on. */
  sources: Document[];
};

export type View = {
  /** The western edge, in degrees. */
  west: number;
  /** The southern edge, in degrees. */
  south: number;
  /** The eastern edge, in degrees. */
  east: number;
  /** The northern edge, in degrees. */
  north: number;
};

export type KeyFigure = {
  /** The id of an indicator. */
  indicator: string;
  /** The period of its value; of several the first is taken. */
  period: string;
};

export type Stop = {
  /** The stop's lasting name; it stands in the address. */
  id: string;
  /** What the audience reads first. */
  [key: `title_${string}`]: string;
  /** The caption: about thirty words, to be read from afar. */
  [key: `text_${string}`]: string;
  /** What the speaker alone sees. */
  [key: `notes_${string}`]: string;
  /** The projects that are shown; all of them when none is named. */
  projects?: string[];
  /** What of the map is seen; by default its projects. */
  view?: View;
  /** Key figures that are set large; by default those of a lone project. */
  numbers?: KeyFigure[];
};
