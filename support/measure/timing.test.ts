import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isWell, showFigures } from './figures';
import { median, TIMING_MEDIA_TYPE, timingIn, timingOf } from './timing';

describe('The time of a scenario', () => {
  it('is overhead where it is neither a call nor a wait, and what overlaps counts once', () => {
    const timing = timingOf({
      steps: [
        { from: 0, to: 100 },
        { from: 110, to: 210 },
      ],
      calls: [
        { from: 10, to: 30 },
        { from: 20, to: 50 },
        { from: 130, to: 140 },
      ],
      waits: [{ from: 120, trueAt: 190, to: 195 }],
    });
    assert.deepEqual(timing, { steps: 200, waits: 70, overhead: 200 - 40 - 70, lags: [5] });
  });

  it('counts only what lies inside of steps', () => {
    const timing = timingOf({
      steps: [{ from: 100, to: 200 }],
      calls: [
        { from: 0, to: 90 },
        { from: 90, to: 110 },
        { from: 190, to: 300 },
      ],
      waits: [],
    });
    assert.deepEqual(timing, { steps: 100, waits: 0, overhead: 80, lags: [] });
  });

  it('is read from the attachment that carries it, and from no other', () => {
    const timing = { steps: 1, waits: 0, overhead: 1, lags: [] };
    const attachment = { body: JSON.stringify(timing), contentEncoding: 'IDENTITY' as never };
    assert.deepEqual(timingIn({ attachment: { ...attachment, mediaType: TIMING_MEDIA_TYPE } }), [timing]);
    assert.deepEqual(timingIn({ attachment: { ...attachment, mediaType: 'application/json' } }), []);
    assert.deepEqual(timingIn({}), []);
  });
});

describe('The median', () => {
  for (const [values, middle] of [
    [[], undefined],
    [[3], 3],
    [[9, 1, 2], 2],
    [[10, 2, 4, 1], 3],
  ] as const) {
    it(`of ${values.join(', ') || 'nothing'} is ${middle}`, () => assert.equal(median(values), middle));
  }
});

describe('A figure', () => {
  const start = { figure: 'start', unit: 's', target: 6 } as const;

  it('is well up to its target, and not when it could not be measured', () => {
    assert.equal(isWell({ ...start, measured: 6 }), true);
    assert.equal(isWell({ ...start, measured: 6.001 }), false);
    assert.equal(isWell({ ...start, measured: undefined }), false);
  });

  it('may be at least something', () => {
    const rate = { figure: 'tasks', unit: 'a second', target: 20, atLeast: true } as const;
    assert.deepEqual([isWell({ ...rate, measured: 20 }), isWell({ ...rate, measured: 19.9 })], [true, false]);
    assert.match(showFigures([{ ...rate, measured: 31.456 }]), /tasks +>= 20 a second +31\.46 a second +ok/);
  });

  it('is shown with what it should be', () => {
    const text = showFigures([
      { ...start, measured: 4.567 },
      { ...start, measured: undefined },
    ]);
    assert.match(text, /start +<= 6 s +4\.57 s +ok/);
    assert.match(text, /start +<= 6 s +not measured +NO/);
  });
});
