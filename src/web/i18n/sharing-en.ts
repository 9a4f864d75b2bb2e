// The English words of the page about sharing; they come with that page.
import type { sharingNl } from './sharing-nl.ts';

export const sharingEn: typeof sharingNl = {
  title: 'Sharing',
  says: (count) =>
    count === 0
      ? 'Only you see the figures of your company.'
      : count === 1
        ? 'One receiver sees the figures of your company.'
        : `${count} receivers see the figures of your company.`,
  explain:
    'Without consent your figures count nowhere, not even in the total of the park. With consent the park manager sees your company apart; the region sees it only in totals that say too little of anybody. Where companies are too few the region sees nothing, unless they may be recognised. You can withdraw it at any time; access then closes at once.',
  audience: { parkmanager: 'Park manager', region: 'Region', 'region-recognisable': 'Region, recognisable too', group: 'Members of my group contract' },
  who: 'Who',
  from: 'From',
  to: 'To',
  by: 'Given by',
  status: 'Status',
  open: 'in force',
  planned: 'still to start',
  revoked: (date) => `withdrawn ${date}`,
  ended: 'ended',
  noEnd: 'until you withdraw',
  grant: (who) => `Give ${who} consent`,
  grantRecognisable: 'Let the region also see energy figures in which we can be recognised',
  revoke: 'Withdraw',
  emptyTitle: 'No consent given yet',
  emptyText: 'Nobody outside your company sees your figures apart.',
  granted: 'Consent given.',
  revokedNow: 'Consent withdrawn. Access is closed.',
  busy: 'Busy…',
  list: 'Consents',
};
