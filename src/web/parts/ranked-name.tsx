// A name in a list by rank: its place in small figures before it, and a link.

export function RankedName({ rank, href, name }: { rank: number; href: string; name: string }) {
  return (
    <>
      <span class="least" style={{ display: 'inline-block', minWidth: '22px' }}>
        {rank}
      </span>
      <a href={href}>{name}</a>
    </>
  );
}
