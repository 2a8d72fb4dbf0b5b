/** The wish of a person to end a command: to end what runs in good order, and then, asked again, at once. */
export interface Stop {
  /** Nothing more is started; what runs is told to come to an end. */
  readonly cancelled: AbortSignal;
  /** What runs is told once more, and ends without waiting for AWS. */
  readonly insisted: AbortSignal;
}
