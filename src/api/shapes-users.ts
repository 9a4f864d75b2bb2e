// Shapes of accounts and of what people do with their own.
import { z } from '@hono/zod-openapi';
import { rule } from './said.ts';
import { Instant, ParkId, Role } from './shapes.ts';

/** As better-auth has them. */
export const PASSWORD_CHARS_MIN = 10;
export const PASSWORD_CHARS_MAX = 128;
const NAME_CHARS_MAX = 100;
const PARKS_MAX = 100;
const ROLES_MAX = 20;

const Password = z
  .string()
  .min(PASSWORD_CHARS_MIN, rule({ en: `a password has at least ${PASSWORD_CHARS_MIN} characters`, nl: `een wachtwoord heeft ten minste ${PASSWORD_CHARS_MIN} tekens` }))
  .max(PASSWORD_CHARS_MAX);
const Name = z.string().trim().min(1).max(NAME_CHARS_MAX);
/** A role as it is given: of parks that there are, and of a company that there is. */
const GivenRole = z.discriminatedUnion('role', [
  z.strictObject({ role: z.literal('operator') }),
  z.strictObject({ role: z.literal('region') }),
  z.strictObject({
    role: z.literal('parkmanager'),
    parks: z
      .array(ParkId)
      .min(1, rule({ en: 'a park manager has at least one park', nl: 'een parkmanager heeft ten minste één park' }))
      .max(PARKS_MAX),
  }),
  z.strictObject({ role: z.literal('company'), company: z.int().positive() }),
]);
const Roles = z.array(GivenRole).max(ROLES_MAX);

export const UserId = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);
export const User = z.object({ id: UserId, email: z.string(), name: z.string(), roles: z.array(Role), createdAt: Instant, simulated: z.boolean() }).openapi('User');
export type User = z.infer<typeof User>;
export const NewUser = z.strictObject({
  email: z.email(rule({ en: 'is an address such as els@example.org', nl: 'een adres zoals els@example.org' })).max(254),
  name: Name,
  roles: Roles.min(1, rule({ en: 'an account has at least one role', nl: 'een account heeft ten minste één rol' })),
  /** Left out: one is made. */
  password: Password.exactOptional(),
});
export type NewUser = z.infer<typeof NewUser>;
/** The password is shown once: only its hash is kept. */
export const MadeUser = User.extend({ password: z.string() }).openapi('MadeUser');
export type MadeUser = z.infer<typeof MadeUser>;
export const UserChange = z.strictObject({ name: Name.exactOptional(), roles: Roles.exactOptional() });
export const NewPassword = z.strictObject({ password: Password.exactOptional() });
export const ShownPassword = z.object({ password: z.string(), simulated: z.boolean() });
export const OwnPassword = z.strictObject({ current: z.string().max(PASSWORD_CHARS_MAX), next: Password });

export const Key = z.object({ id: UserId, name: z.string(), createdAt: Instant });
export type Key = z.infer<typeof Key>;
export const NewKey = z.strictObject({ name: Name.max(30) });
export const MadeKey = z.object({ id: UserId, name: z.string(), key: z.string(), simulated: z.boolean() });
export type MadeKey = z.infer<typeof MadeKey>;
export const UserParams = z.object({ id: UserId });
export const KeyParams = z.object({ key: UserId });
