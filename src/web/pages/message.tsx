// Pages that only say something: not found, no role yet, the server is away.
import { Lead } from '../parts/say.tsx';
import { words } from '../state/settings.ts';

export function NotFoundPage() {
  const text = words.value.notFound;
  return (
    <>
      <Lead over={null} sentence={[text.title]} under={text.text} />
      <a class="button primary" href="/">
        {text.home}
      </a>
    </>
  );
}

export function NoRolePage() {
  const text = words.value.noRole;
  return <Lead over={null} sentence={[text.title]} under={text.text} />;
}
