import { z } from 'zod';

export const DeliveryId = z
  .string()
  .regex(/^d_[0-9a-z]{10,40}$/, 'must be the id of a delivery, such as d_01k…')
  .describe('Id of a delivery');
