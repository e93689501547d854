/** The one clock of the simulated world. World time runs `speed` times faster than the wall clock since `epoch`. */
export class WorldClock {
  readonly speed: number;
  readonly epoch: number;

  /**
   * @param speed world seconds in a wall second, > 0
   * @param epoch wall milliseconds at which world time and wall time agree
   */
  constructor(speed: number, epoch: number = Date.now()) {
    if (!(speed > 0)) throw new RangeError(`WORLD_SPEED must be greater than 0, got ${speed}`);
    this.speed = speed;
    this.epoch = epoch;
  }

  /** World time in milliseconds since 1970. */
  now(): number {
    return this.epoch + (Date.now() - this.epoch) * this.speed;
  }

  /** World time of a wall time, both in milliseconds. Times before the epoch lie as far back in both. */
  atWall(wall: number): number {
    return wall <= this.epoch ? wall : this.epoch + (wall - this.epoch) * this.speed;
  }

  /** Calls back when `seconds` of the world have passed; answers a function that cancels. */
  after(seconds: number, act: () => void): () => void {
    const timer = setTimeout(act, (seconds * 1000) / this.speed);
    return () => clearTimeout(timer);
  }
}
