// Routes about material streams: what companies offer and need, the book of classes, deliveries that were weighed, products.
import { z } from '@hono/zod-openapi';
import { type Resource, decide } from '../domain/access.ts';
import { circularityOf } from '../domain/circular/circularity-index.ts';
import { writeEural } from '../domain/circular/eural.ts';
import { DIRECTIONS, MONTHS, PROCESSING_CODES, tonnesOf } from '../domain/circular/streams.ts';
import { toIso } from '../domain/time.ts';
import { type ProductRow, type StreamRow, enteredName } from '../storage/materials.ts';
import type { Deps } from './deps.ts';
import type { Api } from './endpoint.ts';
import { ApiError, notFound } from './errors.ts';
import { stampOf } from './limits.ts';
import { newStream, changedStream } from './material-stream-fields.ts';
import { instant } from './period.ts';
import { explainProduct } from './product-explain.ts';
import { BookView, DeliveryView, NewDelivery, NewProduct, NewStream, ProductView, StreamChange, StreamView } from './shapes-materials.ts';
import { MaterialExplanation, ProductExplainQuery } from './shapes-materials-explained.ts';
import { PathId, listOf } from './shapes.ts';
import { companyResource } from './views.ts';

/** Of one company: a register of waste has dozens of lines. */
export const STREAMS_MAX = 200;
export const PRODUCTS_MAX = 200;
export const DELIVERIES_LISTED_MAX = 1000;
const Params = z.object({ id: PathId });

/** Bringing figures of a company: itself, or the manager of its park when it shares with that. */
export function figuresResource(deps: Deps, company: number): Resource | null {
  const sharing = deps.imports.sharing(company);
  return sharing === null ? null : { kind: 'figures', ...sharing };
}

function streamOf(deps: Deps, id: number): StreamRow {
  const row = deps.materials.stream(id);
  if (row === null) throw notFound('material stream');
  return row;
}

const ofStream = (deps: Deps, id: number, resource: (deps: Deps, company: number) => Resource | null): Resource | null => {
  const row = deps.materials.stream(id);
  return row === null ? null : resource(deps, row.company);
};

export function streamView(deps: Deps, { from, to, euralCode, place, ...row }: StreamRow): StreamView {
  const company = deps.directory.companies.get(row.company);
  return {
    ...row,
    companyName: company?.name ?? '',
    park: company?.park ?? '',
    euralCode: euralCode === null ? null : writeEural({ code: euralCode, hazardous: row.hazardous }),
    euralMeaning: euralCode === null ? null : (deps.materialBook.codes.get(euralCode)?.nl ?? deps.materialBook.chapters[euralCode.slice(0, 2)] ?? null),
    tonnesPerMonth: Math.round((tonnesOf(row) / MONTHS) * 1e6) / 1e6,
    tonnesByMonth: [...row.tonnesByMonth],
    specification: { ...row.specification },
    suppliers: row.suppliers.map((one) => ({ ...one })),
    lat: place?.lat ?? null,
    lon: place?.lon ?? null,
    validFrom: toIso(from),
    validTo: to === null ? null : toIso(to),
    simulated: deps.simulated,
  };
}

export function mountMaterialStreams(api: Api): void {
  mountBook(api);
  mountList(api);
  mountOne(api);
  mountDeliveries(api);
  mountProducts(api);
}

function mountList(api: Api): void {
  api.mount({
    method: 'get',
    path: '/material-streams',
    summary: 'Material streams that you may see: offers and needs',
    query: z.object({ company: z.coerce.number().int().positive().exactOptional(), park: z.string().max(64).exactOptional(), direction: z.enum(DIRECTIONS).exactOptional() }),
    answer: listOf(StreamView),
    noun: 'list of material streams',
    action: 'see',
    resource: () => ({ kind: 'directory' }),
    handle: async ({ principal, query }, deps) => {
      const seen = deps.materials.streams().filter((row) => {
        const resource = companyResource(deps, row.company);
        const wanted = (query.company ?? row.company) === row.company && (query.direction ?? row.direction) === row.direction;
        const park = deps.directory.companies.get(row.company)?.park;
        return wanted && (query.park ?? park) === park && resource !== null && decide(principal, 'see', resource) === 'allow';
      });
      return { items: seen.map((row) => streamView(deps, row)), next: null };
    },
  });
  api.mount({
    method: 'post',
    path: '/material-streams',
    summary: 'States a material stream of a company: an offer or a need',
    body: NewStream,
    answer: StreamView,
    status: 201,
    noun: 'company',
    action: 'change',
    resource: ({ body }, deps) => figuresResource(deps, body.company),
    handle: async (input, deps) => {
      const mine = deps.materials.streams().filter((row) => row.company === input.body.company);
      if (mine.length >= STREAMS_MAX) throw new ApiError('conflict', `A company has at most ${STREAMS_MAX} material streams; end or remove those that are gone.`);
      return streamView(deps, await deps.materials.add(newStream(input.body, deps), stampOf(input, deps)));
    },
  });
}

function mountOne(api: Api): void {
  api.mount({
    method: 'get',
    path: '/material-streams/{id}',
    summary: 'A material stream',
    params: Params,
    answer: StreamView,
    noun: 'material stream',
    action: 'see',
    resource: ({ params }, deps) => ofStream(deps, params.id, companyResource),
    handle: async ({ params }, deps) => streamView(deps, streamOf(deps, params.id)),
  });
  api.mount({
    method: 'patch',
    path: '/material-streams/{id}',
    summary: 'Changes fields of a material stream; those that are not named stay',
    params: Params,
    body: StreamChange,
    answer: StreamView,
    noun: 'material stream',
    action: 'change',
    resource: ({ params }, deps) => ofStream(deps, params.id, figuresResource),
    handle: async (input, deps) => streamView(deps, await deps.materials.change(changedStream(streamOf(deps, input.params.id), input.body, deps), stampOf(input, deps))),
  });
  api.mount({
    method: 'delete',
    path: '/material-streams/{id}',
    summary: 'Takes a material stream back, as if it had not been stated; one that ended gets a validTo',
    params: Params,
    answer: z.null(),
    status: 204,
    noun: 'material stream',
    action: 'change',
    resource: ({ params }, deps) => ofStream(deps, params.id, figuresResource),
    handle: async (input, deps) => {
      await deps.materials.remove(streamOf(deps, input.params.id).id, stampOf(input, deps));
      return null;
    },
  });
}

function mountBook(api: Api): void {
  api.mount({
    method: 'get',
    path: '/material-classes',
    summary: 'The book of materials: classes, waste codes, properties, and the CO2 of each class',
    answer: BookView,
    noun: 'book of materials',
    action: 'see',
    resource: () => ({ kind: 'directory' }),
    handle: async (_, { materialBook: book }): Promise<Omit<BookView, 'simulated'>> => ({
      items: [...book.classes.values()].map(({ id, nl, en, virginCo2, secondaryCo2, properties }) => ({
        id,
        nl,
        en,
        virginCo2KgPerTonne: virginCo2,
        secondaryCo2KgPerTonne: secondaryCo2,
        properties,
      })),
      next: null,
      codes: [...book.codes].map(([code, { nl, hazardous, materialClass, mirror }]) => ({ euralCode: writeEural({ code, hazardous }), meaning: nl, materialClass, mirror })),
      properties: [...book.properties.values()],
      processingCodes: PROCESSING_CODES,
      edition: book.edition,
      source: book.source,
      certainty: book.certainty,
      hash: book.hash,
    }),
  });
}

function mountDeliveries(api: Api): void {
  api.mount({
    method: 'get',
    path: '/material-streams/{id}/deliveries',
    summary: 'What was weighed of an offer, the latest first',
    params: Params,
    answer: listOf(DeliveryView),
    noun: 'material stream',
    action: 'see',
    resource: ({ params }, deps) => ofStream(deps, params.id, companyResource),
    handle: async ({ params }, deps) => ({
      items: (await deps.materials.deliveries(params.id, DELIVERIES_LISTED_MAX)).map(({ deliveredAt, kg, need, source }) => ({
        deliveredAt: toIso(deliveredAt),
        kg,
        need,
        source,
        simulated: deps.simulated,
      })),
      next: null,
    }),
  });
  api.mount({
    method: 'post',
    path: '/material-streams/{id}/deliveries',
    summary: 'Enters a weighed delivery of an offer, to a need or to elsewhere',
    params: Params,
    body: NewDelivery,
    answer: DeliveryView,
    status: 201,
    noun: 'material stream',
    action: 'change',
    resource: ({ params }, deps) => ofStream(deps, params.id, figuresResource),
    handle: async (input, deps) => {
      const [offer, { kg, need = null }] = [streamOf(deps, input.params.id), input.body];
      const deliveredAt = instant(input.body.deliveredAt, 'deliveredAt');
      if (offer.direction !== 'offer') throw new ApiError('invalid-request', 'Deliveries are of an offer; this stream is a need.');
      if (deliveredAt > deps.now()) throw new ApiError('invalid-request', 'deliveredAt: this lies ahead; what was not delivered was not weighed');
      // A need that is not an agreed partner's is answered like one that is not there.
      if (need !== null && !isPartner(deps, offer, need)) throw new ApiError('invalid-request', `need: there is no need ${need} that this offer has an agreement with`);
      const stamp = stampOf(input, deps);
      const delivery = { offer: offer.id, need, deliveredAt, kg };
      if (!(await deps.materials.deliver({ ...delivery, source: 'entered', message: enteredName(delivery) }, stamp)))
        throw new ApiError('conflict', 'This delivery, with this time and mass, was entered before.');
      return { deliveredAt: toIso(deliveredAt), kg, need, source: 'entered' };
    },
  });
}

function isPartner(deps: Deps, offer: StreamRow, id: number): boolean {
  const need = deps.materials.stream(id);
  const match = { offer: offer.id, need: id };
  return need !== null && need.direction === 'need' && deps.materials.agreed(match, offer.company) && deps.materials.agreed(match, need.company);
}

const productView = (deps: Deps, { company: _company, ...row }: ProductRow): ProductView => ({ ...row, ...circularityOf(row.flows), simulated: deps.simulated });

function mountProducts(api: Api): void {
  api.mount({
    method: 'get',
    path: '/companies/{id}/products',
    summary: 'Products of a company of which the circularity is known',
    params: Params,
    answer: listOf(ProductView),
    noun: 'company',
    action: 'see',
    resource: ({ params }, deps) => companyResource(deps, params.id),
    handle: async ({ params }, deps) => ({ items: deps.materials.products(params.id).map((row) => productView(deps, row)), next: null }),
  });
  api.mount({
    method: 'get',
    path: '/companies/{id}/products/explain',
    summary: 'What the circularity of a product is made of: the masses and shares that were entered, one step of the method at a time',
    params: Params,
    query: ProductExplainQuery,
    answer: MaterialExplanation,
    noun: 'company',
    action: 'see',
    resource: ({ params }, deps) => companyResource(deps, params.id),
    handle: async ({ params, query }, deps) => explainProduct(deps, params.id, query),
  });
  api.mount({
    method: 'post',
    path: '/companies/{id}/products',
    summary: 'Adds a product with the shares of its material circularity indicator',
    params: Params,
    body: NewProduct,
    answer: ProductView,
    status: 201,
    noun: 'company',
    action: 'change',
    resource: ({ params }, deps) => figuresResource(deps, params.id),
    handle: async (input, deps) => {
      if (deps.materials.products(input.params.id).length >= PRODUCTS_MAX) throw new ApiError('conflict', `A company has at most ${PRODUCTS_MAX} products.`);
      return productView(deps, await deps.materials.addProduct({ company: input.params.id, ...input.body }, stampOf(input, deps)));
    },
  });
  api.mount({
    method: 'delete',
    path: '/companies/{id}/products/{product}',
    summary: 'Removes a product',
    params: Params.extend({ product: PathId }),
    answer: z.null(),
    status: 204,
    noun: 'product',
    action: 'change',
    resource: ({ params }, deps) => (deps.materials.products(params.id).some((row) => row.id === params.product) ? figuresResource(deps, params.id) : null),
    handle: async (input, deps) => {
      await deps.materials.removeProduct(input.params.product, stampOf(input, deps));
      return null;
    },
  });
}
