export { bodySchema } from './publication-body.js';
export { PublishedDto, VersionDto } from './publication.dto.js';
export { Publications, setDto, versionDto, type PublishedSet, type Wish } from './publications.js';
