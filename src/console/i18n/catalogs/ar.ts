import type { Catalog } from '../translate';

const rooms = import.meta.glob<Catalog>('./ar/*.json', { eager: true, import: 'default' });

export default Object.assign({}, ...Object.values(rooms)) as Catalog;
