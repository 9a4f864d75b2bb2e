// A strip with the park on the ground: its circle on our own drawing, which needs no map of another host, and the places that are known.
import type { Company, Park } from '../../api/shapes.ts';
import type { HeatPortView } from '../../api/shapes-heat.ts';
import { type Frame, type Place, spread } from '../map-projection.ts';
import { Panel } from '../parts/panel.tsx';
import { ParkMap, PortMark } from '../parts/park-map.tsx';
import { api } from '../state/fetch.ts';
import { nowWords } from '../state/now-words.ts';
import { type Resource, useResource } from '../state/use-resource.ts';

const MARK_PX = 7;
type Placed = HeatPortView & Place;
interface Ground {
  readonly places: readonly Placed[];
  readonly companies: readonly Company[];
}

const placedOf = (ports: readonly HeatPortView[]): Placed[] => ports.flatMap((port) => (port.lat === null || port.lon === null ? [] : [{ ...port, lat: port.lat, lon: port.lon }]));

function Marks({ places, frame }: { places: readonly Placed[]; frame: Frame }) {
  return (
    <>
      {spread(
        places.map((place) => ({ ...frame.project(place), radius: MARK_PX })),
        3,
      ).map(({ x, y }, index) => {
        const place = places[index];
        return place === undefined ? null : <PortMark key={place.id} x={x} y={y} role={place.role} mine={false} title={place.companyName ?? place.name} />;
      })}
    </>
  );
}

function PlaceList({ places }: { places: readonly Placed[] }) {
  const text = nowWords.value.map;
  return (
    <ul class="small" style={{ columns: '2 240px', margin: '8px 0' }}>
      {places.map(({ id, name, role, company, companyName }) => (
        <li key={id}>
          {company === null || companyName === null ? name : <a href={`/companies/${company}`}>{companyName}</a>}
          <span class="second">{[company === null ? '' : name, text[role]].map((part) => (part === '' ? '' : `, ${part}`)).join('')}</span>
        </li>
      ))}
    </ul>
  );
}

export function NowMap({ park }: { park: Park }) {
  const text = nowWords.value.map;
  const ports = useResource<{ items: HeatPortView[] }>(api(`/heat-ports?park=${park.id}`));
  const companies = useResource<{ items: Company[] }>(api(`/parks/${park.id}/companies`));
  const both: Resource<Ground> = {
    ...ports,
    problem: ports.problem ?? companies.problem,
    data: ports.data && companies.data ? { places: placedOf(ports.data.items), companies: companies.data.items } : null,
    slow: ports.slow || companies.slow,
    refetch: () => {
      ports.refetch();
      companies.refetch();
    },
  };
  return (
    <Panel
      title={text.title}
      resource={both}
      minHeight={200}
      tools={() => (
        <a class="small" href={`/parks/${park.id}/warmte`}>
          {text.toHeat}
        </a>
      )}
    >
      {({ places, companies: known }) => (
        <>
          <p class="says">{known.length === 0 ? text.hidden : text.says(known.length, places.length)}</p>
          <ParkMap label={text.label(places.length)} circle={{ lat: park.lat, lon: park.lon, radiusM: park.outline.radiusM }} places={places} strip>
            {(frame) => <Marks places={places} frame={frame} />}
          </ParkMap>
          {places.length === 0 ? null : <PlaceList places={places} />}
          <p class="small second">{text.circle}</p>
        </>
      )}
    </Panel>
  );
}
