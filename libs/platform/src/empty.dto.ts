import { ApiSchema } from '@nestjs/swagger';

/** The body of a command without fields: `{}` or none; anything in it is refused. */
@ApiSchema({ description: 'Nothing: `{}`, or no body at all.' })
export class EmptyDto {}
