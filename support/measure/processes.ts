import { readdirSync, readFileSync } from 'node:fs';

/** Memory that a process holds, shared pages counted in full. Bytes; undefined when there is no such process. */
export function residentBytes(pid: number): number | undefined {
  return kilobytes(`/proc/${pid}/status`, /^VmRSS:\s+(\d+) kB/m);
}

/** Memory of several processes together, each shared page counted once among those that share it. Bytes. */
export function proportionalBytes(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => sum + (kilobytes(`/proc/${pid}/smaps_rollup`, /^Pss:\s+(\d+) kB/m) ?? 0), 0);
}

/** The processes and whatever they have started. */
export function withDescendants(pids: readonly number[]): readonly number[] {
  const children = childrenByParent();
  const found = new Set<number>();
  const queue = [...pids];
  for (let pid = queue.pop(); pid !== undefined; pid = queue.pop()) {
    if (found.has(pid)) continue;
    found.add(pid);
    queue.push(...(children.get(pid) ?? []));
  }
  return [...found];
}

/** Living processes in whose environment the text stands, this one left out. */
export function processesWith(mark: string): readonly number[] {
  return allPids().filter((pid) => pid !== process.pid && read(`/proc/${pid}/environ`).includes(mark));
}

function childrenByParent(): ReadonlyMap<number, readonly number[]> {
  const children = new Map<number, number[]>();
  for (const pid of allPids()) {
    const parent = parentOf(pid);
    if (parent !== undefined) children.set(parent, [...(children.get(parent) ?? []), pid]);
  }
  return children;
}

function parentOf(pid: number): number | undefined {
  const parent = /^PPid:\s+(\d+)/m.exec(read(`/proc/${pid}/status`))?.[1];
  return parent === undefined ? undefined : Number(parent);
}

function allPids(): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

function kilobytes(file: string, pattern: RegExp): number | undefined {
  const found = pattern.exec(read(file))?.[1];
  return found === undefined ? undefined : Number(found) * 1024;
}

/** Empty where the process has ended in the meantime, or belongs to somebody else. */
function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
