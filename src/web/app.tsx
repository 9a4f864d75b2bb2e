// Which page belongs to the address, and the frame around it. Signed-out readers see the sign-in page only.
import { useLocation } from 'preact-iso';
import { useEffect, useRef } from 'preact/hooks';
import type { Company, Park } from '../api/shapes.ts';
import { Header, type Tab } from './parts/header.tsx';
import { NoRolePage, NotFoundPage } from './pages/message.tsx';
import { SignInPage } from './pages/sign-in.tsx';
import { later } from './parts/later.tsx';
import { PanelState } from './parts/panel.tsx';
import { type Page, ownPath, pageOf } from './routes.ts';
import { companyScope, parkScope } from './scope.ts';
import { api } from './state/fetch.ts';
import { homeOf, loadSession, matchPark, me, meFailed, ownCompany, parks } from './state/session.ts';
import { words } from './state/settings.ts';
import { useResource } from './state/use-resource.ts';

const NowPage = later(() => import('./pages/now.tsx').then((file) => file.NowPage));
const BalancePage = later(() => import('./pages/balance.tsx').then((file) => file.BalancePage));
const CapacityPage = later(() => import('./pages/capacity.tsx').then((file) => file.CapacityPage));
const ForecastPage = later(() => import('./pages/forecast.tsx').then((file) => file.ForecastPage));
const ConnectionsPage = later(() => import('./pages/connections.tsx').then((file) => file.ConnectionsPage));
const MetersPage = later(() => import('./pages/meters.tsx').then((file) => file.MetersPage));
const MeterPage = later(() => import('./pages/meter.tsx').then((file) => file.MeterPage));
const RegionHeatPage = later(() => import('./pages/region-heat.tsx').then((file) => file.RegionHeatPage));
const RegionPage = later(() => import('./pages/region.tsx').then((file) => file.RegionPage));
const SharingPage = later(() => import('./pages/sharing.tsx').then((file) => file.SharingPage));
const GatewaysPage = later(() => import('./pages/gateways.tsx').then((file) => file.GatewaysPage));
const GatewayPage = later(() => import('./pages/gateway.tsx').then((file) => file.GatewayPage));
const Co2Page = later(() => import('./pages/co2.tsx').then((file) => file.Co2Page));
const ExchangePage = later(() => import('./pages/exchange.tsx').then((file) => file.ExchangePage));
const MaterialsPage = later(() => import('./pages/materials.tsx').then((file) => file.MaterialsPage));
const CircularityPage = later(() => import('./pages/circularity.tsx').then((file) => file.CircularityPage));
const ScenariosPage = later(() => import('./pages/scenarios.tsx').then((file) => file.ScenariosPage));
const HeatPage = later(() => import('./pages/heat.tsx').then((file) => file.HeatPage));
const HeatMatchPage = later(() => import('./pages/heat-match.tsx').then((file) => file.HeatMatchPage));
const HeatPortsPage = later(() => import('./pages/heat-ports.tsx').then((file) => file.HeatPortsPage));
const HeatParametersPage = later(() => import('./pages/heat-parameters.tsx').then((file) => file.HeatParametersPage));
const CrossChecksPage = later(() => import('./pages/cross-checks.tsx').then((file) => file.CrossChecksPage));
const AgreementsPage = later(() => import('./pages/agreements.tsx').then((file) => file.AgreementsPage));
const AccountsPage = later(() => import('./pages/accounts.tsx').then((file) => file.AccountsPage));
const OwnAccountPage = later(() => import('./pages/own-account.tsx').then((file) => file.OwnAccountPage));
const JobsPage = later(() => import('./pages/jobs.tsx').then((file) => file.JobsPage));

const AlertsPage = later(() => import('./pages/alerts.tsx').then((file) => file.AlertsPage));
const ReportsPage = later(() => import('./pages/reports.tsx').then((file) => file.ReportsPage));
const ImportsPage = later(() => import('./pages/imports.tsx').then((file) => file.ImportsPage));

/** Tabs of a park on which one of its companies is chosen or named. */
const NAMING: ReadonlySet<string> = new Set(['balance', 'meters', 'agreements', 'scenarios']);
const NONE: readonly Company[] = [];

type ParkTab = Extract<Page, { page: 'park' }>['tab'];
type CompanyTab = Extract<Page, { page: 'company' }>['tab'];

function ParkPages({ id, tab }: { id: string; tab: ParkTab }) {
  const park = parks.value?.find((each) => each.id === id) ?? null;
  const companies = useResource<{ items: Company[] }>(NAMING.has(tab) ? api(`/parks/${id}/companies`) : null);
  const scope = parkScope(id, park?.name ?? id);
  const names = companies.data?.items ?? NONE;
  switch (tab) {
    case 'now':
      return <NowPage key={id} scope={scope} park={park} />;
    case 'balance':
      return <BalancePage key={id} scope={scope} companies={names} />;
    case 'capacity':
      return <CapacityPage key={id} scope={scope} />;
    case 'forecast':
      return <ForecastPage key={id} scope={scope} />;
    case 'meters':
      return <MetersPage key={id} scope={scope} companies={names} />;
    case 'checks':
      return <CrossChecksPage key={id} scope={scope} />;
    case 'agreements':
      return <AgreementsPage key={id} scope={scope} companies={names} company={null} />;
    case 'co2':
      return <Co2Page key={id} place={scope} />;
    case 'exchange':
      return <ExchangePage key={id} scope={scope} />;
    case 'materials':
      return <MaterialsPage key={id} scope={scope} park={id} company={null} />;
    case 'heat':
      return <HeatPage key={id} scope={scope} park={id} />;
    case 'scenarios':
      return <ScenariosPage key={id} scope={scope} park={id} company={null} companies={names} />;
  }
}

function CompanyPages({ id, company, tab }: { id: number; company: Company | null; tab: CompanyTab }) {
  const scope = companyScope(id, company?.name ?? `${words.value.meters.company} ${id}`);
  const own = company === null ? NONE : [company];
  switch (tab) {
    case 'now':
      return <NowPage key={id} scope={scope} park={null} />;
    case 'balance':
      return <BalancePage key={id} scope={scope} companies={own} />;
    case 'capacity':
      return <CapacityPage key={id} scope={scope} />;
    case 'forecast':
      return <ForecastPage key={id} scope={scope} />;
    case 'meters':
      return <MetersPage key={id} scope={scope} companies={own} />;
    case 'checks':
      return <CrossChecksPage key={id} scope={scope} />;
    case 'agreements':
      return <AgreementsPage key={id} scope={scope} companies={own} company={id} />;
    case 'co2':
      return <Co2Page key={id} place={{ ...scope, company: id }} />;
    case 'materials':
      return <MaterialsPage key={id} scope={scope} park={company?.park ?? null} company={id} />;
    case 'heat':
      return company === null ? null : <HeatPage key={id} scope={scope} park={company.park} />;
    case 'scenarios':
      return company === null ? null : <ScenariosPage key={id} scope={scope} park={company.park} company={id} companies={own} />;
    case 'connections':
      return <ConnectionsPage key={id} scope={scope} company={id} />;
    case 'sharing':
      return <SharingPage key={id} company={id} name={scope.name} />;
  }
}

/** The park that a page is about; null: of a company, of all, or not known yet. */
function parkOf(page: Page): string | null {
  if (page.page === 'heat-match') return matchPark.value;
  return page.page === 'park' || page.page === 'heat-ports' || page.page === 'heat-parameters' ? page.park : null;
}

function tabsFor(page: Page): Tab[] {
  const { tabs: text, co2 } = words.value;
  const roles = me.value?.roles ?? [];
  const has = (role: string): boolean => roles.some((each) => each.role === role);
  const region: Tab[] =
    has('region') || has('operator')
      ? [
          { href: '/region', label: text.region, icon: 'map' },
          ...(page.page === 'region'
            ? ([
                { href: '/region/co2', label: co2.tab, icon: 'cycle' },
                { href: '/region/warmte', label: text.heat, icon: 'sun' },
                { href: '/region/kringloop', label: text.circularity, icon: 'crate' },
              ] as const)
            : []),
        ]
      : [];
  const gateways: Tab[] = has('operator') || has('parkmanager') || has('company') ? [{ href: '/gateways', label: text.gateways, icon: 'gateway' }] : [];
  const own = roles.find((each) => each.role === 'company');
  const parkId =
    page.page === 'park' ? page.park : page.page === 'company' || own ? null : (parkOf(page) ?? roles.flatMap((each) => (each.role === 'parkmanager' ? each.parks : []))[0]);
  const companyId = page.page === 'company' ? page.company : page.page !== 'park' && own?.role === 'company' ? own.company : null;
  const park: Tab[] = parkId
    ? [
        { href: `/parks/${parkId}`, label: text.now, icon: 'pulse' },
        { href: `/parks/${parkId}/balans`, label: text.balance, icon: 'scales' },
        { href: `/parks/${parkId}/ruimte`, label: words.value.capacity.tab, icon: 'grid' },
        { href: `/parks/${parkId}/verwachting`, label: text.forecast, icon: 'clock' },
        { href: `/parks/${parkId}/warmte`, label: text.heat, icon: 'sun' },
        { href: `/parks/${parkId}/co2`, label: co2.tab, icon: 'cycle' },
        { href: `/parks/${parkId}/onderling`, label: co2.exchangeTab, icon: 'share' },
        { href: `/parks/${parkId}/materialen`, label: text.materials, icon: 'crate' },
        ...(has('parkmanager') ? [{ href: `/parks/${parkId}/scenarios`, label: text.scenarios, icon: 'scales' } as const] : []),
        // The region sees parks, not the meters of their companies.
        ...(has('operator') || has('parkmanager') ? [{ href: `/parks/${parkId}/meters`, label: text.meters, icon: 'meter' } as const] : []),
      ]
    : [];
  const company: Tab[] =
    companyId === null
      ? []
      : [
          { href: `/companies/${companyId}`, label: text.overview, icon: 'pulse' },
          { href: `/companies/${companyId}/balans`, label: text.balance, icon: 'scales' },
          { href: `/companies/${companyId}/ruimte`, label: words.value.capacity.tab, icon: 'grid' },
          { href: `/companies/${companyId}/verwachting`, label: text.forecast, icon: 'clock' },
          { href: `/companies/${companyId}/warmte`, label: text.heat, icon: 'sun' },
          { href: `/companies/${companyId}/co2`, label: co2.tab, icon: 'cycle' },
          { href: `/companies/${companyId}/materialen`, label: text.materials, icon: 'crate' },
          ...(has('parkmanager') || own?.role === 'company' ? [{ href: `/companies/${companyId}/scenarios`, label: text.scenarios, icon: 'scales' } as const] : []),
          { href: `/companies/${companyId}/meters`, label: text.meters, icon: 'meter' },
          { href: `/companies/${companyId}/delen`, label: text.sharing, icon: 'share' },
        ];
  const imports: Tab[] = has('parkmanager') || has('company') ? [{ href: '/imports', label: text.imports, icon: 'in' }] : [];
  const alerts: Tab[] = has('operator') || has('parkmanager') || has('company') ? [{ href: '/alerts', label: text.alerts, icon: 'warning' }] : [];
  const reports: Tab[] = has('parkmanager') || has('company') || has('region') ? [{ href: '/rapporten', label: text.reports, icon: 'scales' }] : [];
  const jobs: Tab[] = has('operator')
    ? [
        { href: '/taken', label: text.jobs, icon: 'clock' },
        { href: '/accounts', label: text.accounts, icon: 'share' },
      ]
    : [];
  return [...region, ...park, ...company, ...reports, ...alerts, ...gateways, ...imports, ...jobs];
}

function Content({ page, company }: { page: Page; company: Company | null }) {
  switch (page.page) {
    case 'region':
      if (page.tab === 'circularity') return <CircularityPage />;
      if (page.tab === 'heat') return <RegionHeatPage />;
      return page.tab === 'co2' ? <Co2Page place={{ name: words.value.tabs.region, api: '/region' }} /> : <RegionPage />;
    case 'park':
      return <ParkPages id={page.park} tab={page.tab} />;
    case 'company':
      return <CompanyPages id={page.company} company={company} tab={page.tab} />;
    case 'heat-match':
      return <HeatMatchPage key={page.match} id={page.match} />;
    case 'heat-ports':
      return <HeatPortsPage key={page.park} park={page.park} />;
    case 'heat-parameters':
      return <HeatParametersPage key={page.park} park={page.park} />;
    case 'gateways':
      return <GatewaysPage />;
    case 'jobs':
      return <JobsPage />;
    case 'accounts':
      return <AccountsPage />;
    case 'own-account':
      return <OwnAccountPage />;
    case 'alerts':
      return <AlertsPage />;
    case 'reports':
      return <ReportsPage report={page.report} />;
    case 'gateway':
      return <GatewayPage key={page.gateway} id={page.gateway} />;
    case 'imports':
      return <ImportsPage part={page.part} />;
    case 'meter':
      return <MeterPage key={page.meter} id={page.meter} />;
    case 'home':
      return <NoRolePage />;
    case 'sign-in':
      return null;
    case 'not-found':
      return <NotFoundPage />;
  }
}

function titleOf(page: Page, park: Park | undefined, company: Company | null): string {
  const { tabs, product, co2 } = words.value;
  const names = {
    now: tabs.now,
    balance: tabs.balance,
    capacity: words.value.capacity.title,
    forecast: tabs.forecast,
    meters: tabs.meters,
    sharing: tabs.sharing,
    checks: tabs.meters,
    connections: tabs.meters,
    agreements: words.value.capacity.title,
    co2: co2.tab,
    exchange: co2.exchangeTab,
    materials: tabs.materials,
    circularity: tabs.circularity,
    heat: tabs.heat,
    scenarios: tabs.scenarios,
  };
  switch (page.page) {
    case 'region':
      return `${tabs.region}${page.tab === 'now' ? '' : `, ${names[page.tab]}`} · ${product}`;
    case 'park':
      return `${park?.name ?? page.park}, ${names[page.tab]} · ${product}`;
    case 'company':
      return `${company?.name ?? words.value.meters.company}, ${names[page.tab]} · ${product}`;
    case 'gateways':
    case 'gateway':
      return `${tabs.gateways} · ${product}`;
    case 'reports':
      return `${tabs.reports} · ${product}`;
    case 'heat-match':
    case 'heat-ports':
    case 'heat-parameters':
      return `${tabs.heat} · ${product}`;
    case 'alerts':
      return `${tabs.alerts} · ${product}`;
    case 'jobs':
      return `${tabs.jobs} · ${product}`;
    case 'accounts':
      return `${tabs.accounts} · ${product}`;
    case 'own-account':
      return `${words.value.account.open} · ${product}`;
    case 'imports':
      return `${tabs.imports} · ${product}`;
    case 'meter':
      return `${tabs.meters} · ${product}`;
    case 'sign-in':
      return `${words.value.signIn.title} · ${product}`;
    case 'not-found':
      return `${words.value.notFound.title} · ${product}`;
    case 'home':
      return product;
  }
}

/** Sends readers where they belong: to sign in, back to where they came from, or to their first page. */
function useRedirect(page: Page): boolean {
  const { url, query, route } = useLocation();
  const who = me.value;
  const home = who?.signedIn ? homeOf(who, parks.value ?? []) : null;
  const to =
    who === null
      ? null
      : !who.signedIn
        ? page.page === 'sign-in'
          ? null
          : `/inloggen${url === '/' ? '' : `?naar=${encodeURIComponent(url)}`}`
        : page.page === 'sign-in'
          ? (ownPath(query['naar']) ?? home ?? '/')
          : page.page === 'home'
            ? home
            : null;
  useEffect(() => {
    if (to !== null) route(to, true);
  }, [to, route]);
  return to !== null;
}

export function App() {
  const { path } = useLocation();
  const page = pageOf(path);
  const who = me.value;
  const leaving = useRedirect(page);
  const companyId = page.page === 'company' && who?.signedIn ? page.company : null;
  const company = useResource<Company>(companyId === null ? null : api(`/companies/${companyId}`)).data;
  const park = page.page === 'park' ? parks.value?.find((each) => each.id === page.park) : undefined;
  const title = titleOf(page, park, company);
  const first = useRef(true);
  useEffect(() => void (document.title = title), [title]);
  useEffect(() => {
    // A new page begins at its heading, for the keyboard and the screen reader as well.
    if (!first.current) document.querySelector<HTMLElement>('h1')?.focus({ preventScroll: true });
    first.current = false;
  }, [path]);
  const { states } = words.value;
  if (who === null) {
    return meFailed.value === null ? (
      <main id="inhoud" aria-busy="true" />
    ) : (
      <main id="inhoud">
        <h1>{words.value.product}</h1>
        <section class="panel">
          <PanelState wrong icon="warning" title={states.errorTitle} text={states.errorText} code={`${states.code} ${meFailed.value}`}>
            <button type="button" class="button" onClick={() => void loadSession()}>
              {states.retry}
            </button>
          </PanelState>
        </section>
      </main>
    );
  }
  if (leaving) return <main id="inhoud" aria-busy="true" />;
  if (!who.signedIn) return <SignInPage />;
  const onlyCompany = who.roles.length > 0 && who.roles.every((each) => each.role === 'company');
  const place = onlyCompany ? (ownCompany.value?.name ?? null) : null;
  const picked = parkOf(page) ?? company?.park ?? null;
  return (
    <>
      <a class="skip" href="#inhoud">
        {words.value.skip}
      </a>
      <Header tabs={tabsFor(page)} current={page.page === 'gateway' ? '/gateways' : page.page === 'imports' ? '/imports' : path.replace(/\/$/, '')} picked={picked} place={place} />
      <main id="inhoud" tabIndex={-1}>
        <Content page={page} company={company} />
      </main>
    </>
  );
}
