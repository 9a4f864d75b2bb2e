// The parts of a form that narrows a list: an amount to type, and how many are left, with the way back to all of them.

/** A whole amount, or none. */
export function WishAmount({ id, label, value, onChange }: { id: string; label: string; value: number | null; onChange: (value: number | null) => void }) {
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        type="text"
        inputMode="numeric"
        pattern="[0-9]*"
        maxLength={9}
        value={value ?? ''}
        onInput={(event) => {
          const digits = event.currentTarget.value.replaceAll(/\D/g, '');
          onChange(digits === '' ? null : Number(digits));
        }}
      />
    </div>
  );
}

export function WishesMet({ said, clear, onClear }: { said: string; clear: string; onClear: () => void }) {
  return (
    <p class="says" role="status">
      {said}{' '}
      <button type="button" class="text-button" onClick={onClear}>
        {clear}
      </button>
    </p>
  );
}
