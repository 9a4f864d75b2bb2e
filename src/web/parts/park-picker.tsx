// Which park the screen is about, with a search over all parks the reader may see.
import { useState } from 'preact/hooks';
import { me, myParks } from '../state/session.ts';
import { words } from '../state/settings.ts';
import { Icon } from './icon.tsx';
import { Menu } from './menu.tsx';

export function ParkPicker({ picked }: { picked: string | null }) {
  const [search, setSearch] = useState('');
  const { picker } = words.value;
  const known = myParks.value;
  const here = known.find((park) => park.id === picked);
  const sought = search.trim().toLowerCase();
  const found = known.filter((park) => `${park.name} ${park.municipality}`.toLowerCase().includes(sought));
  const region = me.value?.roles.some((role) => role.role === 'region' || role.role === 'operator') ?? false;
  if (known.length === 0) return null;
  const button = here ? (
    <>
      <span>{here.name}</span>
      <span class="second">{here.municipality}</span>
      <Icon name="down" size={16} />
    </>
  ) : (
    <>
      <span>{region ? picker.wholeRegion : picker.choose}</span>
      <span class="second">{picker.parks(known.length)}</span>
      <Icon name="down" size={16} />
    </>
  );
  return (
    <Menu label={`${picker.choose}:`} buttonClass="picker-button" button={button}>
      <input type="search" aria-label={picker.search} placeholder={picker.search} value={search} onInput={(event) => setSearch(event.currentTarget.value)} />
      <ul>
        {region && sought === '' ? (
          <li>
            <a href="/region" aria-current={picked === null ? 'true' : undefined}>
              {picker.wholeRegion}
            </a>
          </li>
        ) : null}
        {found.map((park) => (
          <li key={park.id}>
            <a href={`/parks/${park.id}`} aria-current={park.id === picked ? 'true' : undefined}>
              <span>{park.name}</span>
              <span class="second">{park.municipality}</span>
            </a>
          </li>
        ))}
      </ul>
      {found.length === 0 ? (
        <p class="small second" role="status">
          {picker.none}
        </p>
      ) : null}
    </Menu>
  );
}
